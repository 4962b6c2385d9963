"""What is wrong in a list of people who agreed elsewhere, in the words of staff."""

from knowledge.phrasebook import Phrase

_AT = "commands_siaran.pelanggan"
NO_COLUMN = Phrase(f"{_AT}.tanpa-kolom", ("kurang", "kolom"))
NUMBER = Phrase(f"{_AT}.salah.nomor")
SOURCE = Phrase(f"{_AT}.salah.sumber", ("batas",))
DAY = Phrase(f"{_AT}.salah.tanggal")
FUTURE = Phrase(f"{_AT}.salah.kelak")
CATEGORY = Phrase(f"{_AT}.salah.kategori", ("dikenal",))
ROLE = Phrase(f"{_AT}.salah.peran", ("dikenal",))
DISTRICT = Phrase(f"{_AT}.salah.kecamatan", ("kota", "dikenal"))
OFFICE = Phrase(f"{_AT}.salah.kantor")
COUNTED = Phrase(f"{_AT}.jumlah", ("jumlah",))
LINE = Phrase(f"{_AT}.baris", ("nomor", "isi"))
SUBSCRIBED = Phrase(f"{_AT}.didaftarkan")
RESULT = Phrase(f"{_AT}.hasil", ("jumlah", "semua"))
UNREADABLE = Phrase(f"{_AT}.tidak-terbaca", ("berkas", "sebab"))

"""What people say of themselves: each clause in the first person that says more than "I saw".

Ways of telling who one is have no end; ways of telling that one saw, heard, asks or fears are few.
So those are known here, and every other clause about oneself is shown to its sender.
"""

import re
from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    """Return the words of *text*."""
    return frozenset(text.split())


_CLAUSE = re.compile(r"[^.,;:!?\n()]+")
_WORD = re.compile(r"[\w'@/-]+")
_ME = _words("saya aku ane gue gua gw sy kami akulah sayalah")
_OWN = re.compile(r"(?:.{3,}-ku|mejaku|kantorku|rumahku|bosku|atasanku)\Z")

# Between oneself and what one does.
_ADVERBS = _words(
    """
    yang yg kurang sudah udah sdh telah baru sempat sempet juga nanti ntar tadi kemarin kemaren
    barusan hanya
    cuma sedang lagi akan bisa mau ingin pengen tidak tdk gak ga g nggak ngga enggak tak belum
    blm pernah sendiri sangat kebetulan masih pun tetap cukup jadi malah memang benar-benar
    langsung dapat tadinya kok sih nih ini itu lalu terus kemudian dong min ya pak bu punya
    ada mempunyai memiliki selalu sering beberapa kali jelas semua banget jg
    """
)
# What everybody can do or feel who has something to tell.
_SEEING = _words(
    """
    lihat liat melihat ngeliat ngelihat dengar denger mendengar baca membaca tahu tau
    mengetahui foto fotonya motret memotret rekam merekam rekaman video videonya bukti
    buktinya simpan menyimpan catat mencatat mohon minta meminta harap berharap tunggu
    menunggu kira rasa merasa pikir mikir takut khawatir was-was cemas bingung ragu lapor
    melapor melaporkan laporkan adukan mengadu mengadukan kirim kirimkan mengirim lampirkan
    lampirin sertakan menyertakan warga masyarakat tanya bertanya nanya curiga duga menduga
    yakin heran kaget kesal kesel kecewa percaya setuju keberatan temukan menemukan nemu menonton
    nonton saksikan menyaksikan perhatikan memperhatikan cek mengecek amati mengamati lewat
    melintas kenal ingat inget lupa dapat dapet mendapat mendapatkan terima menerima sampaikan
    menyampaikan ceritakan cerita tulis unggah screenshot ss fotonya rekamannya tangkapan
    hitung menghitung tolong
    rasakan sarankan usul mengusulkan minta-minta terganggu resah prihatin jamin siap
    bersedia rela sebutkan sebut bilang duga-duga maksud maksudkan dirahasiakan diketahui
    diintimidasi keberatan peduli sadar paham mengerti dengarkan dari
    """
)
# Before oneself: words that link,
_LINKS = _words(
    """
    biar supaya agar jika kalau kalo bila karena karna sebab bahwa bhw dan tapi tetapi namun
    waktu saat ketika lalu terus kemudian setelah sesudah sebelum sambil padahal jadi maka
    sehingga atau serta nah min halo selamat pagi siang sore malam permisi tadi kemarin
    kemaren barusan sekarang akhirnya kebetulan ini itu bukan ada kecuali perlu adalah yaitu
    """
)
# words that ask and give, and what is one's own of the tip itself,
_GIVING = _words(
    """
    menurut bagi buat untuk kepada ke sama dari oleh pada dengan tolong mohon bantu bantulah
    beri kasih kabari kabarin izinkan ijinkan maaf jangan lindungi rahasiakan seperti setahu
    seingat sepengetahuan laporan aduan pengaduan cerita pesan permintaan pendapat harapan
    bukti foto video rekaman tangkapan kamera identitas data nama mata kepala pertanyaan
    kiriman informasi maksud hp ponsel pribadi assalamualaikum hubungi hubungin kontak
    telepon telpon telp japri chat dm wa
    """
)
# and what points at oneself, at the end.
_POINTING = _words("itu ini dan adalah cuma hanya yaitu termasuk selain kecuali ya")


def find_standpoints(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where each clause of *text* goes that tells something of its writer.

    >>> [text[start:end] for text in ("Saya lihat lurah, meja saya dekat",)
    ...  for start, end in find_standpoints(text)]
    [' meja saya dekat']
    """
    for clause in _CLAUSE.finditer(text):
        words = _WORD.findall(clause[0].casefold())
        if any(_tells(words, place) for place in range(len(words))):
            yield clause.span()


def _tells(words: list[str], place: int) -> bool:
    """Tell whether the word at *place* is oneself, and the clause says more than that one saw."""
    if words[place] not in _ME:
        return bool(_OWN.match(words[place]))
    before = words[place - 1] if place else ""
    if before and before not in _LINKS | _GIVING | _ADVERBS | _SEEING:
        return True
    if before in _GIVING:
        return False
    after = next((each for each in words[place + 1 :] if each not in _ADVERBS), "")
    if after:
        return after not in _SEEING | _LINKS | _GIVING
    return before in _POINTING

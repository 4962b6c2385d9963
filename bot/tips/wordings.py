"""How people write who they are: the words, and wordings wider than the sure ones of scrubbing."""

ME = r"(?:saya|sy|aku|ane|gue|gua|gw|kami)"
MINE = r"(?:saya|sy|aku|ane|gue|gua|gw|kami|ku)"
WORD = r"(?:[A-Z][\w']+|[A-Z]\.?)"
NAME = rf"{WORD}(?:\s+{WORD}){{0,3}}"
NO_NAME = (
    "Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|ASN|PNS|PPPK|WA|RT|RW|Kel|Kec|Lurah|Camat|Kota|"
    "Depok|Pak|Bu|Kepala|Dinas|Instagram|Facebook|TikTok|Januari|Bawaslu"
)
SOME = r"[^.,;!?\n]{0,40}"
REST = r"[^.,;!?\n]{0,50}"
JOBS = (
    "staf|staff|pegawai|honorer|guru|operator|bendahara|petugas|karyawan|tu|pns|asn|pppk|p3k|kasi|"
    "kasubag|tenaga|anggota|admin|satpam|kader|bidan|perawat|pelaksana|ketua|sekretaris"
)
CALLINGS = (
    "staf|staff|pegawai|honorer|guru|dosen|operator|bendahara|karyawan|kasi|kasubag|kabid|lurah|"
    "camat|satpam|kader|bidan|perawat|mahasiswa|magang|panitia|ajudan|ketua|sekretaris|pengurus|"
    "penjaga|petugas|anggota|jaga"
)
WORKPLACES = (
    "di|pada|penempatan|bagian|bidang|seksi|kelurahan|kecamatan|dinas|sd|sdn|smp|smpn|sma|puskesmas|rt|rw|"
    "subbag|kelas"
)

_KIN = (
    r"istri|suami|anak|adik|kakak|ipar|bapak|ayah|ibu|orang\s+tua|mertua|paman|bibi|om|tante|"
    r"sepupu|keponakan|menantu|besan|saudara|kakek|nenek|mantan\s+(?:istri|suami)"
)
_POSTED = (
    "dipindah|dipindahkan|dimutasi|ditugaskan|ditugasi|ditempatkan|diangkat|dilantik|"
    "diperbantukan|piket|berdinas|menjabat|berjaga|bertugas"
)
_PRESSED = (
    "dipanggil|ditegur|diancam|dimutasi|diperiksa|diperintah|disuruh|dipaksa|dimarahi|dinonjobkan"
)
_ABOVE = "kepala|kadis|kabid|kasi|lurah|camat|sekcam|sekretaris|atasan|pimpinan|bos|pak|bu"
_PLACES = (
    "warung|toko|kios|lapak|kos|kosan|kontrakan|bengkel|sawah|kebun|pos|regu|sif|shift|divisi|"
    "jabatan|posisi|tugas"
)
_TITLE = r"(?i: (?:pak|bu|ibu|bapak|mang|kang|bang|mas|mbak|haji|hj\.?)\s+)"
_NUMBERED = (
    rf"(?:nomor|nomer|no\.?) \s+ [^.,;!?\n]{{0,25}}? \b{MINE}\b [^.,;!?\n]{{0,25}}? \d{{3,}}"
)
_CALLED = (
    rf"(?i: nama \s+ lengkap (?=\s*:) | (?:manggil|memanggil|menyapa|mengenal) \s+ {ME}"
    r"(?:\s+(?:sebagai|dengan\s+nama))? | (?:biasa|sering|akrab) \s+ di(?:panggil|sapa)"
    rf"| atas \s+ nama | yang \s+ bertanda \s+ tangan {SOME} | dengan \s+ {ME}"
    r"| yang \s+ (?:membuat|buat|menulis|tulis|nulis|mengirim|kirim|ngirim)"
    r"\s+ (?:laporan|aduan|pengaduan|pesan) (?:\s+ini)? (?:\s+(?:adalah|ialah))?)"
    rf"[:,]? \s* {_TITLE}? {NAME}"
)
_PRESENTED = rf"(?<![^\n]) (?:[Ii]ni|[Dd]engan) \s+ {_TITLE} {NAME} [^.,;!?\n]{{0,10}}"
_OWN_ACCOUNT = (
    r"(?:akun|username|ig|instagram|telegram|tele|tiktok|fb|facebook|twitter) (?:\s+\w+)?ku \b"
    r"\s* :? \s* @?[\w.]{3,}"
)
_ALONE = (
    rf"(?:cuma|cuman|hanya|selain|kecuali) \s+ {ME}\b {REST}"
    rf"| {ME} \s+ (?:sendiri|sendirian) \s+ (?:yang|yg|di) \b {REST}"
    rf"| kami \s+ (?:cuma|cuman|hanya)? \s* ber(?:dua|tiga|empat|lima|enam)\b {REST}"
)
_CLOSE = (
    rf"(?:{_KIN}) \s+ (?:(?:kandung|angkat|tiri)\s+)? {MINE}\b {REST}"
    rf"| {ME} \s+ (?:\w+\s+)? (?:mantan|bekas|masih) \s+ (?:{_KIN}) {REST}"
    rf"| {ME} \s+ (?:(?:pernah|sempat|sudah|langsung|ikut|juga)\s+)* (?:{_PRESSED})"
    rf"\s+ (?:oleh\s+)? (?:{_ABOVE})\b {REST}"
)
_WORKING = (
    rf"(?:sebagai|selaku) \s+ (?:\w+\s+)? (?:{CALLINGS}|{JOBS})\b [^.;!?\n]{{0,40}}? \b{ME}\b"
    rf"| {ME} \s+ (?:\w+\s+){{0,3}}? (?:{_POSTED}) \s+ (?:ke|di|pada|sebagai|jadi)\b {REST}"
    rf"| (?:{_PLACES}) \s+ {MINE}\b {REST}"
    rf"| {ME} \s+ tinggal \s+ (?:serumah|sekamar|bareng|bersama|dekat|dengan)\b {REST}"
)
# The kind of trace, the pattern, and whether capitals count; wider than those of scrubbing.
MORE: tuple[tuple[str, str, bool], ...] = (
    ("nomor-induk", _NUMBERED, False),
    ("nama", _CALLED, True),
    ("nama", _PRESENTED, True),
    ("akun", _OWN_ACCOUNT, False),
    ("satu-satunya", _ALONE, False),
    ("atasan", _CLOSE, False),
    ("tempat-kerja", _WORKING, False),
)

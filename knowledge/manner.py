"""How a message speaks: whether it asks or reports, of whom, and whether of politics at all."""

import numpy as np

from knowledge.features import Reading
from knowledge.similarity import Vector

OWN = frozenset({"SAYA", "KAMI"})
OTHERS = frozenset(
    {
        *("ATASAN", "BAWAHAN", "REKAN", "ORANG_LAIN", "LURAH_CAMAT", "KADES", "RT_RW", "KADER"),
        *("TNI_POLRI", "BUMN", "ASN", "PPPK", "HONORER", "GURU_HONORER", "GURU_DOSEN", "CPNS"),
        *("KEPALA_DAERAH", "TETANGGA"),
    }
)
POLITICAL = frozenset(
    {
        *("CALON", "CALON_KADES", "PETAHANA", "PARTAI", "TIM", "KAMPANYE", "DEKLARASI", "APK"),
        *("ATRIBUT", "DUKUNG", "PILIH", "GOLPUT", "SAKSI", "JADI_TIM", "GRUP_PEMENANGAN"),
        *("KTP_DUKUNGAN", "PEMILU", "IKRAR", "KPU_BAWASLU", "KONTEN_NETRAL", "MASA_TENANG"),
        *("SANKSI", "LEMBAGA", "SURVEI", "POLLING", "JADI_PETUGAS", "DICATUT", "PILIHAN_PRIBADI"),
    }
)
ELSEWHERE = frozenset(
    {
        *("GAJI", "KEPEGAWAIAN", "REKRUTMEN", "KEPENDUDUKAN", "CUACA", "HIBURAN", "KODE"),
        *("INJEKSI", "PILIH_SIAPA", "MAKIAN", "PEMILIHAN_LAIN"),
    }
)
RULING = frozenset({"BOLEH", "AMAN", "SALAH", "HARUS", "SANKSI", "DASAR_HUKUM"})
_SHORT = 3
_LONG = 12

SIGNS = (
    "question mark",
    "asks for a rule",
    "asks how",
    "supposes",
    "speaks of oneself",
    "speaks of others",
    "others before oneself",
    "tells what was",
    "has seen it",
    "names a place",
    "is political",
    "is of something else",
    "is short",
    "is long",
    "others, and asks nothing",
    "past of others, and asks nothing",
    "has seen others",
)


def signs(reading: Reading) -> Vector:
    """Return 1 for each of SIGNS that *reading* shows, (signs,)."""
    named = reading.named
    asks = any(each.stem == "?" for each in reading.words)
    rules = bool(named & RULING)
    supposes = "HIPOTESIS" in named
    others = bool(named & OTHERS)
    was = bool(named & {"LALU", "LIHAT_KEJADIAN"})
    tells = not (asks or rules or supposes)
    shown = (
        asks,
        rules,
        "PROSEDUR" in named,
        supposes,
        bool(named & OWN),
        others,
        _others_first(reading),
        "LALU" in named,
        "LIHAT_KEJADIAN" in named,
        "TEMPAT_SAYA" in named,
        bool(named & POLITICAL),
        bool(named & ELSEWHERE),
        len(reading.words) <= _SHORT,
        len(reading.words) >= _LONG,
        others and tells,
        others and was and tells,
        others and "LIHAT_KEJADIAN" in named,
    )
    return np.array(shown, np.float32)


def tells_of_others(reading: Reading) -> bool:
    """Tell whether *reading* speaks of somebody else and asks, supposes and rules nothing."""
    asks = any(each.stem == "?" for each in reading.words) or reading.named & RULING
    return bool(reading.named & OTHERS) and not asks and "HIPOTESIS" not in reading.named


def _others_first(reading: Reading) -> bool:
    """Tell whether the first person named is somebody else."""
    persons = [each.concept for each in reading.concepts if each.concept in OWN | OTHERS]
    return bool(persons) and persons[0] in OTHERS

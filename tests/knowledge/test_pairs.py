"""Minimal pairs: two messages that differ in one circumstance, and must part."""

import pytest

from bot.questions.guide import LiveGuide
from knowledge.deciding import Action, Decision, decide
from knowledge.rule import Intent, Verdict

# Each pair: a message and one of the entries that it may be answered by, twice.
PAIRS = {
    "like KPU, like paslon": (
        ("ngasih jempol di unggahan KPU tentang jadwal nyoblos", {"like-konten-kpu-bawaslu"}),
        ("ngasih jempol di unggahan paslon tentang jadwal kampanye", {"like-unggahan-calon"}),
    ),
    "nyoblos, ngajak nyoblos": (
        ("saya PNS, besok mau nyoblos di TPS", {"memilih-di-tps"}),
        (
            "saya PNS, besok mau ngajak warga nyoblos paslon satu",
            {"ajak-warga-memilih-calon", "arahkan-keluarga-memilih"},
        ),
    ),
    "kaos polos, kaos paslon": (
        ("pakai kaos kuning polos tanpa gambar ke kantor", {"baju-warna-mirip-partai"}),
        ("pakai kaos kuning bergambar paslon ke pasar", {"kaos-atribut-partai"}),
    ),
    "bupati saat dinas, calon bupati": (
        (
            "foto bersama bupati petahana saat peresmian jembatan untuk dokumentasi dinas",
            {"foto-dinas-dengan-petahana"},
        ),
        (
            "foto bersama calon bupati saat kampanye lalu saya unggah",
            {"foto-bersama-calon-lalu-unggah"},
        ),
    ),
    "grup keluarga, grup dinas": (
        (
            "meneruskan pesan kampanye paslon ke grup WA keluarga besar",
            {"forward-pesan-kampanye-grup-keluarga"},
        ),
        ("meneruskan pesan kampanye paslon ke grup WA dinas", {"grup-wa-dinas-untuk-politik"}),
    ),
    "istri nyaleg dengan dan tanpa CLTN": (
        (
            "istri saya nyaleg, saya mau mendampingi kampanye dengan CLTN",
            {"pasangan-calon-wajib-cltn"},
        ),
        (
            "istri saya nyaleg, saya tidak terlibat apa-apa dan tetap bekerja",
            {"pasangan-calon-tanpa-terlibat"},
        ),
    ),
    "sengaja, tidak sengaja": (
        ("saya like foto calon karena memang suka", {"like-unggahan-calon"}),
        ("tidak sengaja kepencet like foto calon", {"like-tidak-sengaja"}),
    ),
    "difoto lalu diunggah, difoto saja": (
        (
            "foto berdua cagub terus saya posting di instagram",
            {"foto-bersama-calon-lalu-unggah"},
        ),
        (
            "foto berdua cagub tapi tidak saya posting, disimpan saja",
            {"foto-bersama-calon-tanpa-unggah"},
        ),
    ),
    "golput sendiri, mengajak golput": (
        ("saya pribadi tidak ikut nyoblos tahun ini", {"golput-asn"}),
        ("mengajak tetangga supaya tidak ikut nyoblos", {"mengajak-golput"}),
    ),
    "dimasukkan, masuk sendiri": (
        ("saya dimasukkan orang ke grup WA tim paslon", {"dimasukkan-grup-wa-pemenangan"}),
        ("saya gabung sendiri ke grup WA tim paslon", {"gabung-grup-wa-pemenangan"}),
    ),
    "tanpa izin, dengan mau": (
        (
            "baliho caleg dipasang orang di pagar rumah saya tanpa izin",
            {"apk-dipasang-tanpa-izin-di-rumah"},
        ),
        ("baliho caleg saya pasang di pagar rumah saya", {"stiker-baliho-rumah-sendiri"}),
    ),
    "survei tertutup, jajak pendapat terbuka": (
        ("ditelepon lembaga survei soal pilihan calon", {"responden-survei"}),
        ("ikut memilih di polling terbuka instagram soal calon", {"isi-polling-terbuka"}),
    ),
}


def decided(guide: LiveGuide, text: str) -> Decision:
    return decide(guide.current.matcher.match(text), guide.current.library)


@pytest.mark.parametrize("name", PAIRS)
def test_the_two_of_a_pair_part(guide: LiveGuide, name: str) -> None:
    """Each is answered rightly, or asked back with the right one among the choices."""
    for text, right in PAIRS[name]:
        decision = decided(guide, text)
        assert right & {decision.entry, *decision.options[:3]}, text
        if decision.action is Action.ANSWER:
            assert decision.entry in right, text
    first, second = (decided(guide, text) for text, _ in PAIRS[name])
    assert (first.entry or first.options[0]) != (second.entry or second.options[0])


# The same act, told as a question about others and as something that somebody did.
TOLD = [
    (
        "kalau ada camat bagi kaos paslon, itu melanggar apa?",
        "pak camat kami kemarin bagi kaos paslon di balai warga, saya punya fotonya",
    ),
    (
        "apa guru boleh menyuruh murid memilih calon?",
        "guru di SD dekat rumah tadi pagi menyuruh murid memilih calon, ada videonya",
    ),
    (
        "seandainya kades orasi buat paslon, sanksinya apa?",
        "kades kami semalam orasi buat paslon di lapangan, mohon ditindak",
    ),
]


@pytest.mark.parametrize(("asked", "told"), TOLD)
def test_what_others_might_do_is_a_question_and_what_they_did_a_tip(
    guide: LiveGuide, asked: str, told: str
) -> None:
    assert decided(guide, asked).intent is not Intent.TIP
    assert decided(guide, told).intent is Intent.TIP


def test_an_act_without_politics_gets_no_verdict(guide: LiveGuide) -> None:
    """A rule says which concepts it needs; "like" alone is no matter of neutrality."""
    for text in ("boleh like foto masakan tetangga?", "pinjam genset kantor buat hajatan"):
        rule = guide.current.library.rules.get(decided(guide, text).entry or "")
        assert rule is None or rule.verdict is not Verdict.FORBIDDEN or not rule.needed

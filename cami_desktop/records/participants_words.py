"""Words by which a pasted list tells names, organisations, positions and headings apart, in the seven languages.

Folded as words.searchkey folds them; a stem stands for every word that begins so. What they decide is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cami_desktop import catalogue
from cami_desktop.records.kinds import Participation, Person
from cami_desktop.words import LANGUAGES, _, using
from cami_desktop.words.searchkey import search_key

ORGANISATION = tuple(
    """
    ministry министерств министрлик вазорат vazirl ministrlig комитет committee komitet agency агентств агенттиг
    институт institut university университет universitet академи academ akadem заповедник reserve корык корук
    qoriqxona парк[ park[ фонд fund foundation fond jamgarma trust общество society союз union ассоциац associa
    assosia бирлестик кауымдастык центр centre center markaz merkez орталык борбор департамент department
    управлени бошкарма баскарма division инспекци inspectorate inspeksiya служб service хозяйств лесхоз охотхоз
    заказник компани company ltd llc llp тоо[ ооо[ осоо[ ао[ оо[ гу[ рги[ ргкп[ ргп[ нпо[ ngo[ чп[ мчж[ gmbh wwf[
    ffi[ giz[ undp[ проон[ unep[ юнеп[ cms[ кмс[ iucn[ мсоп[ cites[ ситес[ nabu[ набу[ wcs[ акбк[ асбк[ acbk[
    охотзоопром okhotzooprom secretariat секретариат convention конвенци посольств embassy администрац акимат
    хокимият hokimlik hakimlik совет council museum музей лаборатори laborator project проект программ programme
    conservancy зоопарк zoo[ питомник nursery организац organi объединени ташкилот уюм мекеме birlesig guramas
    jemgyyet
    """.split()
)
"""Beginnings of words of organisations; `[` at the end: the whole word."""

POSITION = tuple(
    """
    director директор direktor head[ начальник boshlig башлык баслык басшы басчы сардор мудир заведующ специалист
    specialist маман адис mutahassis мутахассис hunarmen эксперт expert ekspert научн researcher scientist
    исследовател инспектор inspector inspektor coordinator координатор koordinator manager менеджер заместител
    зам[ зав[ deputy министр[ minister[ председател president президент chairman professor профессор ranger егер
    lawyer юрист consultant консультант officer secretary[ секретар[ секретарь[ assistant ассистент помощник
    биолог biologist зоолог zoologist эколог ecologist ведущий[ главный[ старший[ младший[ chief senior junior
    сотрудник доцент аспирант студент student охотовед лесник forester журналист journalist переводчик interpreter
    translator руководител лидер leader аким[ hakim[ хоким[ врач[ ветеринар veterinar преподавател lecturer bas[
    бас[ жетекчи жетекши etakchi
    """.split()
)
"""Beginnings of words of positions."""

SMALL = frozenset(
    """
    ван де фон оглы оглу кызы кизи улы уулу угли зода ogly uly gyzy qyzy qizi ogli ugli van von de der den da di
    bin ibn al el ben
    """.split()
)
"""Parts of names that are written small."""

MAIL_HEAD = re.compile(
    r"^(?:to|cc|bcc|from|reply-to|кому|копия|скрытая копия|от|от кого|кимге|коширме|kimga|nusxa)\s*:\s*", re.IGNORECASE
)
"""How a line of addresses begins in the head of an e-mail."""

MAIL_REST = re.compile(
    r"^(?:subject|date|sent|тема|дата|отправлено|importance|attachments?|вложения)\s*:", re.IGNORECASE
)
"""Lines of the head of an e-mail that name nobody."""

_HEADINGS: Mapping[str, str] = {
    "name": "name;full name;participant;participants;ф.и.о.;фио;ф. и. о.;фамилия, имя, отчество;фамилия имя отчество;"
    "фамилия, имя;участник;участники;имя;имя и фамилия;аты-жони;аты жони;тегі, аты;аты-жону;толук аты;ному насаб;"
    "ному насаби пурра;ном ва насаб;ady;ady familiyasy;ady we familiyasy;ism;ism-sharifi;f.i.sh.;f.i.o.;fio;fish;ismi",
    "surname": "surname;family name;last name;фамилия;тегі;фамилиясы;насаб;familiya;familiyasi;familiyasy",
    "given": "given name;first name;имя (личное)",
    "patronymic": "patronymic;middle name;отчество;әкесінің аты",
    "organisation": "organisation;organization;institution;affiliation;agency;company;организация;учреждение;"
    "ведомство;место работы;компания;орган;ұйым;мекеме;уюм;мекеме аты;ташкилот;муассиса;guramasy;edara;tashkilot;"
    "muassasa;организация / ведомство;организация, должность",
    "position": "position;job title;title;function;post;должность;лауазымы;лауазым;кызматы;вазифа;мансаб;wezipe;"
    "wezipesi;lavozim;lavozimi",
    "email": "e-mail;email;mail;e-mail address;email address;эл. почта;электронная почта;эл.почта;электронный адрес;"
    "почта;адрес электронной почты;электрондык пошта;почтаи электрони;elektron pochta",
    "phone": "phone;telephone;tel;tel.;mobile;телефон;тел;тел.;моб.;моб. тел.;контакты;telefon;контактный телефон",
    "role": "role;роль;роль на совещании;рол;rol;ролі",
    "number": "no;no.;nr;nr.;n;#;№;№ п/п;п/п;№п/п;т/р;номер;number;р/с",
}
"""Field -> headings of lists that people make, besides the program's own labels."""


@cache
def headings() -> Mapping[str, str]:
    """Folded heading -> field of a pasted list."""
    found = {search_key(text): field for field, texts in _HEADINGS.items() for text in texts.split(";")}
    own = (
        (Person, "name"), (Person, "surname"), (Person, "given"), (Person, "patronymic"), (Person, "organisation"),
        (Person, "position"), (Person, "email"), (Person, "phone"), (Participation, "role"),
        (Participation, "organisation"),
    )  # fmt: skip
    for code in LANGUAGES:
        with using(code):
            for cls, name in own:
                found.setdefault(search_key(_(cls.field(name).label)), name)
            found.setdefault(search_key(_(Person.label)), "name")
            found.setdefault(search_key(_(Participation.label)), "name")
    return found


@cache
def roles() -> Mapping[str, str]:
    """Folded names of roles in every language -> code of the list meeting_role."""
    found: dict[str, str] = {}
    for code in catalogue.load(catalogue.DEFAULT_EDITION).codes("meeting_role").values():
        for label in (code.code, *code.labels.values()):
            for part in (label, *re.split(r"\s*[/,]\s*", label)):
                found.setdefault(search_key(part), code.code)
    return found


def first_hint(text: str) -> str:
    """`organisation` or `position` by the first word of a text that tells; blank where none does."""
    for word in _WORDS.findall(search_key(text)):
        for name, stems in (("organisation", ORGANISATION), ("position", POSITION)):
            whole, begun = _parted(stems)
            if word in whole or word.startswith(begun):
                return name
    return ""


_WORDS = re.compile(r"[^\W\d_]+")


@cache
def _parted(stems: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    whole = frozenset(search_key(stem[:-1]) for stem in stems if stem.endswith("["))
    return whole, tuple(search_key(stem) for stem in stems if not stem.endswith("["))

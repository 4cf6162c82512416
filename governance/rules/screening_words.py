"""The words that the screening of free text goes by (`governance.rules.screening`).

The lists are small and honest: they say what is frequent, not what is possible.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Frequent first names in the region and among the people whom the programme serves, without those that are also
# months, towns or everyday words.
FIRST_NAMES = _words(
    """
    Abdul Abdullah Ahmad Ahmed Aisha Aleksandr Alexander Ali Alina Amina Amir Andreas Andrea Andrii Anja Anke Anna
    Anne Aram Ayşe Barbara Bilal Birgit Brigitte Christian Christine Claudia Daniel Daniela Dieter Dmytro Elena Elif
    Emine Emma Esra Farid Fatima Fatma Felix Frank Gabriele Günter Hamid Hamza Hans Hasan Hassan Hatice Heike Heinz
    Hussein Ibrahim Igor Ingrid Irina Ismail Ivan Jamal Jasmin Jonas Josef Julia Jürgen Karim Karin Karl Katharina
    Kemal Khaled Klaus Layla Lea Leila Lena Leon Lisa Ludmilla Lukas Manfred Maria Mariam Marie Markus Martin Maryam
    Matthias Mehmet Michael Mohamed Mohammad Mohammed Monika Murat Mustafa Nadia Nadja Nasrin Natalia Nicole Nina Noah
    Nour Oksana Oleksandr Olena Olga Omar Osman Ömer Parisa Paul Peter Petra Ralf Rania Reza Sabine Said Samir Samira
    Sandra Sara Sarah Sebastian Sergej Serhii Shirin Sofia Sophie Stefan Stefanie Susanne Svetlana Svitlana Tatjana
    Thomas Tobias Ursula Ute Uwe Victoria Viktoriia Vladimir Werner Wolfgang Yasin Yasmin Yusuf Zahra Zeynep
    """
)

# Who may be named right after the word that says what they are to somebody.
RELATIVES = _words(
    """
    Klient Klientin Ehemann Ehefrau Bruder Schwester Sohn Tochter Mutter Vater Onkel Tante Lebensgefährte
    Lebensgefährtin Neffe Nichte
    """
)

# Nouns that follow a salutation or a relative without being a name.
NO_NAMES = _words(
    """
    Landrat Landrätin Vorsitzender Vorsitzende Kollege Kollegin Doktor Professor Professorin Jugend Soziales Kind
    Kinder Mann Mutter Vater Frau Mitte Anfang Ende Nord Süd Ost West Lage Vollzeit Teilzeit Elternzeit Termin
    Grundschüler Grundschülerin Azubi Rentner Rentnerin Bildung Ordnung Case Abteilung Jobcenter Jugendamt Migration
    Vormittag Nachmittag Morgen Abend Rechtsanwalt Rechtsanwältin
    """
)

# Small words that follow "Frau" or "Herr" in an ordinary sentence.
ORDINARY = _words(
    """
    aber alle allein alleine alleinerziehend als also andere arbeitslos auch auf aus außerhalb bei beide beim bekam
    bekommt bereits berufstätig besitzt besucht bis bleibt blieb bot bracht brachte braucht brauchte dabei dadurch
    dann darf das dass dem den denn der deren derzeit des dessen die diese dort durch durfte ebenfalls ein eine
    einem einen einer eines entweder erfuhr erhielt erhält erklärt erneut erst erwerbstätig fand fehlt fehlte fiel
    findet fing flieht floh folgt fragt fragte fuhr fährt für gab gegen geht gehört gerade geriet gern gibt ging
    haben hat hatte hatten hielt hilft hin hinter holt hält ihr ihre ihrem ihren im immer in innerhalb inzwischen
    ist jedoch jetzt kam kann kein keine keinen kennt klagt kommt konnte krank kümmert lebt lebte legt lehnt lernt
    lernte liegt ließ macht machte mehr meint mit muss musste möchte nach nachdem nahm nannte neben nennt nicht nie
    nimmt noch nun nur nutzt ob oder ohne ruft sagt sagte schafft schaffte schickt schloss schon schreibt schwanger
    sehr sein seine selbst sich sie sieht sind so soll sollte sondern sowie sprach spricht später stand stark statt
    steht stellt stellte stets sucht suchte traf trennt trotz trotzdem trägt um und unter verfügt verliert verließ
    verlor versteht versucht versuchte verwitwet viel vom von vor vorher war waren wartet weder weil weiter
    weiterhin weiß welche wenn wer wiederholt will wird wo wohnt wohnte wollte wurde wurden während wäre würde zahlt
    zeigt zieht zog zu zum zunächst zur zurück zusammen zusätzlich zwar zwei zwischen über
    """
)

# What is called something and is no person; "das heißt" opens an explanation.
THINGS = _words(
    """
    das dies es was programm projekt kurs verfahren angebot formular antrag maßnahme amt stelle modul gremium
    träger verein konzept thema gruppe ort stadt schule kita einrichtung
    """
)

# What bears a date of its own, long ago or not.
SOURCES = _words(
    """
    Gesetz gesetz Verordnung verordnung Erlass erlass Richtlinie richtlinie Satzung satzung Fassung Urteil Beschluss
    beschluss Sitzung sitzung Konzept konzept Rahmenvereinbarung
    """
)

# A number of five digits before one of these counts and is no postcode.
COUNTED = _words(
    """
    Euro Personen Menschen Fälle Einwohner Einwohnerinnen Stunden Kinder Haushalte Familien Kilometer Geflüchtete
    Zugewanderte Schutzsuchende Anträge Plätze
    """
)

# A pattern: institutions whose address is nobody's home.
OFFICE = (
    r"(?:Jobcenter|Rathaus|Kreishaus|Kreisverwaltung|Stadtverwaltung|Agentur für Arbeit|Caritas|Diakonie|AWO|DRK|VHS|"
    r"[A-ZÄÖÜ][\wäöüß-]{0,40}(?:[Aa]mt|[Bb]ehörde|[Ss]telle|[Ss]chule|[Kk]ita|[Zz]entrum|[Kk]linik|[Hh]aus|[Gg]ericht|"
    r"[Vv]erein|[Bb]üro|[Vv]erwaltung|[Vv]erband))(?: (?:Höxter|Brakel|Warburg|Beverungen|Steinheim|Kreis Höxter))?"
)

import { type Language, lexicon } from "./command-words.ts";
import { ROMANCE } from "./romance-commands.ts";

/** German first, then the Romance languages, Dutch and Polish. */
export const LANGUAGES: readonly Language[] = [
  {
    sure: lexicon(`
      stream: arbeitsstrom arbeitsstrang strang
      package: arbeitspaket paket
      step: schritt
      number: nummer
      left: fehlt
      batch: stapel
      stuck: hangt
      anything: irgendwas
      new: neues
      commands: befehle
      clean: raum aufraumen
      stop: aufhoren hor
      help: hilfe
      stop: stopp stoppe anhalten beende beenden abbrechen abbruch
      everything: alles
      all: alle allen
      running: lauft laufen
      currently: gerade derzeit
      next: nachste nachster nachstes nachsten
      task: aufgabe
      tasks: aufgaben
      start: starte starten beginne beginnen
      continue: weitermachen fortsetzen
      run: ausfuhren fuhre ausfuehren fuehre
      do: mache machen erledige erledigen
      build: baue bauen
      report: bericht zusammenfassung
      show: zeige zeig anzeigen
      except: ausser ohne
      not: nicht
      please: bitte
      which: welche welcher welches
      open: offen offene offenen
      do: mach
      are: sind
      next: naechste naechster
      for: fuer fur
      what: woran
      can: kannst konntest konnten
      want: mochte hatte brauche
      like: gern gerne
      how: wie
      is: ist
      is: gibt
      who: wer
      working: arbeitet
      agents: agenten
      done: fertig erledigt gemacht gebaut umgesetzt
      free: frei freie freien freies
      works: arbeitet
      garden: aufraumen raume
      clean: aufraumen
      cancel: brich
      delete: losche loschen entferne entfernen
      or: oder
      if: wenn falls sobald
      tomorrow: morgen
      later: spater
      only: nur
      without: ohne
      nothing: nichts
      else: sonst
      begin: anfangen fang fangt
      take: nimm nehmt
      someone: jemand
      blocked: blockiert
      available: verfugbar
      now: sofort jetzt nun umgehend
      priority: prioritat
      report: wochenbericht tagesbericht statusbericht fortschrittsbericht monatsbericht lagebericht zwischenbericht
      can: konnen konnt konnte
      still: noch
      something: etwas
      but: aber
      no: nein
      the: dich mich uns
      do: tun kummere kummer
      start: loslegen anfangst gestartet
      let: lassen lasst
      but: sondern
      two: zwei
      three: drei
      the: maximal hochstens schon
      easiest: einfachste einfachsten leichteste leichtesten
      smallest: kleinste kleinsten
      urgent: dringend dringende dringenden dringendste dringendsten eilige
      important: wichtigste wichtigsten
      first: zuerst zunachst
      then: danach
      today: heute
      implement: implementiere implementieren umsetzen setze
      finish: abschliessen schliesse
      should: soll sollen sollte sollten muss mussen
      not: kein keine keinen
      clean: aufraum aufgeraumt
      remaining: restlichen restliche ubrigen ubrige
      both: beide beiden
      many: viele vieles
      critical: kritisch kritische kritischen
      overview: ubersicht uberblick
      possible: geht moglich moglichen
      running: laufende laufenden
      week: woche
    `),
    beside: lexicon(`
      what: was
      the: der die das den dem
      and: und
      to: bis
      status: stand
      stop: halte halt
      go: los weiter
      me: mir
      you: du ihr sie
      i: ich
      up: aus
      as: als
      on: dran
      we: wir
      it: es
      to: zu
      you: ihr
      be: werden
      will: wird
      let: lass
      then: dann
      want: will wollen
    `),
  },
  ...ROMANCE,
  {
    sure: lexicon(`
      show: laat
      commands: opdrachten
      clean: ruim opruimen schoon
      roadmap: stappenplan
      report: samenvatting
      stuck: vast
      left: resteert
      help: hulp
      everything: alles
      all: alle
      run: uitvoeren voer draai
      do: doen
      start: beginnen
      next: volgende
      not: niet geen
      except: behalve zonder
      please: alsjeblieft graag
      report: verslag
      delete: verwijder
      who: wie
      what: wat
      show: toon
      done: klaar
      blocked: geblokkeerd
      stop: stoppen annuleer annuleren stopt
      status: voortgang
      how: hoeveel
      requests: verzoeken
      running: draait
      working: werkt
      task: taak
      run: voer
      please: aub
      first: eerst
      if: als wanneer zodra
      tomorrow: morgen
      only: alleen
      now: nu
      free: vrij
      want: wil willen
      phase: fase
      stream: werkstroom
      package: werkpakket
      step: stap
      number: nummer
      do: doe
      build: bouw
      do: voer
      need: nodig
      can: kun kan kunnen kunt mag
      clean: opschonen opruimen
      now: meteen
      then: daarna
      today: vandaag
      take: pak oppakken
      build: maak maken
      also: ook
      easiest: eenvoudigste makkelijkste
      urgent: dringend dringende
      priority: prioriteit
      done: gedaan
      send: stuur
      still: nog
      wait: wacht wachten
      finish: afmaken
      first: eerste
    `),
    beside: lexicon(`
      tasks: taken
      the: even
      do: doe
      how: hoe
      and: en
      the: de het
      to: tot
      with: met
      is: staat
      up: uit
      but: maar
      you: je jij
      then: dan
      we: wij
    `),
  },
  {
    sure: lexicon(`
      commands: polecenia
      run: uruchomic
      how: jak
      works: dziala
      roadmap: roadmape roadmapie
      clean: porzadki
      stop: przestan przestancie
      doing: robi
      stop: zatrzymaj zatrzymajcie przerwij wstrzymaj
      everything: wszystko
      all: wszystkie wszystkich wszystkim
      run: uruchom odpal wykonaj
      do: zrob zrobcie
      start: zacznij zacznijcie rozpocznij
      show: pokaz
      status: stan postep postepy
      report: raport podsumowanie
      help: pomoc pomocy
      next: nastepny nastepne nastepna nastepnym
      task: zadanie zadania
      who: kto
      works: pracuje
      not: nie
      now: teraz
      please: prosze
      except: oprocz
      without: bez
      today: dzisiaj dzis
      first: najpierw pierwsza pierwsze pierwszy
      agents: agenci agentow agentami
      delete: usun usunac skasuj
      clean: posprzataj porzadek uporzadkuj
      roadmap: drogowej drogowa
      want: chce chcemy
      need: potrzebuje potrzebujemy
      left: zostalo zostaly
      do: zrobienia zrobic
      start: zaczac zaczynaj zaczynamy
      then: potem
      only: tylko
      can: mozesz mozecie
      urgent: pilne pilny pilna
      easiest: najprostsze najprostszy najlatwiejsze
      priority: priorytet
      send: wyslij
      done: zrobione zrobiony
      finish: dokoncz skoncz
      next: kolejne kolejny kolejna
    `),
    beside: lexicon(`
      the: od z ze w na do jako sie ta te tej mapie mapa
      and: i oraz
      or: lub albo
      what: co
      to: do
      is: jest
      but: ale lecz
    `),
  },
];

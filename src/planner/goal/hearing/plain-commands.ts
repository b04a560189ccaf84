/**
 * The plain commands of seven languages, word by word: enough for "alles außer 3.1",
 * no grammar. Words that are also English count only beside one that is not.
 */
type Lexicon = Readonly<Record<string, string>>;

/** `english: word word …`, one a line; accents are folded away. */
function lexicon(lines: string): Lexicon {
  const found: Record<string, string> = {};
  for (const line of lines.trim().split("\n")) {
    const [english, words] = line.split(":");
    for (const word of (words ?? "").trim().split(/\s+/)) found[word] = (english ?? "").trim();
  }
  return found;
}

export interface Language {
  readonly sure: Lexicon;
  /** Also words of English, or too short to tell by. */
  readonly beside: Lexicon;
  /** At the beginning of a sentence only. */
  readonly leading?: Lexicon;
}

export const LANGUAGES: readonly Language[] = [
  {
    sure: lexicon(`
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
      done: fertig erledigt
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
      will: werden wird
      let: lass
      then: dann
      want: will wollen
    `),
  },
  {
    sure: lexicon(`
      help: ayuda
      stop: detener deten detente parar cancelar
      everything: todos todas
      run: ejecuta ejecutar
      do: haz hacer
      next: siguiente proxima proximo
      task: tarea
      tasks: tareas
      status: estado
      report: informe resumen
      except: excepto salvo
      agents: agentes
      start: empieza empezar inicia iniciar comienza comenzar
      continue: continuar seguir
      show: muestra mostrar
      build: construye construir
      running: corriendo ejecutando
      please: favor
      left: falta queda
      next: sigue
      what: cual
      list: lista
      delete: borra borrar elimina eliminar quita quitar
      if: cuando
      who: quien
      works: trabaja trabajando
      only: solo solamente
      tomorrow: manana
      free: libre libres
      can: podrias podria puedes
      open: abiertos abiertas pendientes
      how: cuantos cuantas
      want: quiero queremos quisiera
      need: necesito necesitamos
      now: ahora
      then: luego
      first: primero
      later: despues
      today: hoy
      but: pero sino
      also: tambien
      easy: facil sencillo sencilla
      urgent: urgente urgentes
      important: importante importantes
      small: pequeno pequena
      priority: prioridad
      let's: vamos
      do: haga hagan hagamos realiza realizar
      start: empecemos arranca arrancar arranquen inicien
      can: pueden podrian
      finish: termina terminar completa completar
      send: manda mandame envia enviame
      done: hecho hecha hechos hechas
      stop: paren detengan alto
    `),
    beside: lexicon(`
      everything: todo
      except: menos sin
      the: el la los las
      what: que
      is: esta es
      and: y
      to: a hasta
      for: por para
      most: mas
      or: o u
    `),
    leading: lexicon(`stop: para`),
  },
  {
    sure: lexicon(`
      help: aide aidez
      stop: arrete arreter arretez stoppe
      all: toutes tous
      run: executer execute lance lancer
      next: prochaine prochain suivante suivant
      task: tache
      tasks: taches
      status: etat
      report: rapport
      except: sauf
      do: fais faire
      start: demarre demarrer
      show: montre montrer
      build: construis construire
      left: reste reste-t-il
      help: aide-moi
      list: liste
      what: quel quelle
      what: quoi
      delete: supprime supprimer supprimez efface effacer
      or: ou
      if: quand lorsque
      who: qui
      works: travaille
      tomorrow: demain
      only: seulement uniquement
      without: sans
      free: libre libres
      can: peux pouvez pourrais
      now: maintenant
      want: veux voudrais voudrions voulons
      need: besoin
      then: puis ensuite
      today: aujourd'hui
      quickly: vite
      start: commencer commencez commencons demarrez lancez
      do: faites faisons occupe-toi occupez-vous occuper
      but: mais
      instead: plutot
      go: vas-y allez-y allons-y
      easy: facile
      urgent: urgente urgentes urgents
      priority: priorite
      send: envoie envoyez
      done: fait faite faits faites
      can: peut-on
      finish: termine terminer terminez finir
      first: d'abord
      both: deux
    `),
    beside: lexicon(`
      everything: tout
      start: commence
      the: le la les l
      and: et
      to: a
      please: plait
      not: pas
      is: est
      what: que
    `),
  },
  {
    sure: lexicon(`
      help: aiuto aiutami
      stop: ferma fermare fermati fermate interrompi annulla
      everything: tutto
      all: tutti tutte
      run: esegui eseguire lancia avvia avviare
      start: inizia iniziare comincia cominciare
      do: fai
      next: prossimo prossima successivo
      status: stato
      report: riepilogo resoconto
      please: favore piacere
      except: tranne eccetto senza
      delete: cancella elimina
      who: chi
      agents: agenti
      show: mostra
      blocked: bloccato bloccati
      works: lavora
      if: quando
      open: aperti aperte ancora
      how: quanti quante
      status: messi andiamo
      can: puoi
      tomorrow: domani
      only: solo soltanto
      free: libero liberi
      are: sono siamo
      want: voglio vogliamo vorrei vorremmo
      need: bisogno serve
      now: ora adesso subito
      then: poi
      first: prima
      today: oggi
      but: ma
      also: anche
      do: fate facciamo fare fa
      give: fammi
      report: rapporto
      progress: avanzamento
      start: parti partiamo partire
      most: piu
      easy: semplice facile
      urgent: urgente urgenti
      priority: priorita
      finish: finisci finire
      send: mandami manda invia inviami
      done: fatto fatti fatta
      go: vai andate
    `),
    beside: lexicon(`
      not: non
      and: e ed
      the: il lo gli i la le l
      to: a
      for: per
      what: che cosa cosa
      is: e
      or: o
    `),
  },
  {
    sure: lexicon(`
      help: ajuda
      stop: pare parem
      everything: tudo
      run: executar rodar
      do: faz faca fazer
      start: comece comecar inicie iniciar
      next: proxima proximo seguinte
      report: relatorio resumo
      not: nao
      except: exceto
      delete: apague exclua
      who: quem
      what: qual
      now: agora
      blocked: bloqueado bloqueados
      only: somente apenas
      start: comecem iniciem
      works: trabalha trabalhando
      if: quando
      tomorrow: amanha
      free: livre livres
      want: quero queremos queria gostaria
      need: preciso precisamos
      but: mas
      already: ja
      later: depois
      today: hoje
      first: primeiro primeira
      start: comeca comecam comecemos
      do: facam fazemos
      run: roda rode rodem
      leave: deixa deixe
      rest: resto
      touch: mexe mexa mexer
      it: ele ela
      send: manda mande envia envie
      done: feito feita feitos
      most: mais
      easy: simples facil
      urgent: urgente urgentes
      priority: prioridade
      running: rodando
      stop: parar
      finish: termina terminar conclui concluir
      the: pra pro pelo pela
    `),
    beside: lexicon(`
      run: execute
      please: favor
      and: e
      the: o os a as
      to: ate
      for: por
      without: sem
      agents: agentes
      status: estado
      left: falta
      list: lista
      what: que
      only: so
      was: foi
      the: no na nos nas
      or: ou
    `),
    leading: lexicon(`stop: para`),
  },
  {
    sure: lexicon(`
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
      running: draait
      working: werkt
      task: taak
      tasks: taken
      run: voer
      please: aub
      first: eerst
      if: als wanneer zodra
      tomorrow: morgen
      only: alleen
      now: nu
      free: vrij
      want: wil willen
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
      the: even
    `),
    beside: lexicon(`
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

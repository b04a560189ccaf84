import { type Language, lexicon } from "./command-words.ts";

/** Spanish, French, Italian and Portuguese. */
export const ROMANCE: readonly Language[] = [
  {
    sure: lexicon(`
      step: paso etapa
      stream: linea
      number: numero
      build: construye
      run: lanza lanzar
      phase: fase
      phases: fases
      show: muestrame
      tell: dime
      clean: limpia limpiar ordena ordenar
      commands: comandos
      how: como
      agents: agente
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
      unblock: desbloquea desbloquear
      delete: borra borrar elimina eliminar quita quitar
      if: cuando
      who: quien
      works: trabaja
      working: trabajando
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
      do: haga hagas hagan hagamos realiza realizar
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
      phase: phases
      step: etape
      stream: flux
      number: numero
      do: realise realiser attaque attaquer
      show: montre-moi
      progress: avancement
      clean: nettoie nettoyer menage
      commands: commandes
      stop: stoppez arrete-toi arretez-vous
      ready: pret prete
      blocked: bloque bloquee bloques bloquent
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
      phase: fase
      phases: fasi
      task: compito attivita
      step: passo
      number: numero
      build: costruisci costruire
      show: mostrami
      together: insieme
      left: resta restano manca mancano
      clean: pulisci pulire
      commands: comandi
      ready: pronto pronta
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
      task: tarefa
      step: passo etapa
      number: numero
      run: executa lanca
      build: constroi construir
      begin: comeca
      show: mostra-me mostre
      phase: fase
      phases: fases
      together: juntos
      clean: arruma arrumar limpa limpe limpar
      progress: progresso
      commands: comandos
      ready: pronto pronta
      agents: agente
      help: ajuda
      please: favor
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
      works: trabalha
      working: trabalhando
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
];

/**
 * Words for software work in German, Spanish, French, Italian, Portuguese, Dutch and Polish, by
 * their beginnings, without accents: `verschlussel` is found in "verschlüsseln" and in
 * "Verschlüsselung". One table for all of them: their beginnings seldom meet.
 */
const CONCEPTS = `
documentation: dokument document documenta documentac doku
database: datenbank basededat bancodedat basedonnee baza databank
encryption: verschlussel cifrad cifra encript chiffr crittograf criptograf versleutel szyfr zaszyfr
data: daten datos donnee dati dados gegevens danych dane
financial: finanz financ financi finanzi financiel finansow
verification: verifi uberpruf verificat weryfik vérif verifikation bestatig
email: correo courriel poczt mailadress
electronic: electronic elettronic elektronisch elektroniczn
export: exporti exporta esporta eksport ausfuhr
import: importi importa
task: aufgabe tarea tache compit tarefa taak taken zadan zadani
goal: ziel objetiv objectif obiettiv doel celow
extraction: extrakt extracc estrazion extrac ekstrakc extractie
decomposition: zerleg descompos decomposi scomposiz decomposic ontleding dekompozyc rozklad
agent: agente agenten agenti agentow
health: gesundheit salud sante salute saude gezondheid zdrowi
project: proyecto projet progetto projeto projekt
glance: vistazo coupd'oeil
handoff: passation ubergabe traspaso relevo transfert passaggio passagem overdracht przekazan
protocol: protokoll protocolo protocole protocollo protokol
conflict: konflikt conflicto conflit conflitto conflito
resolution: auflosung resoluc resolu losung risoluzion rozwiaz oplossing
detection: erkenn detecc rilevam rilevaz detecta detekc wykryw
dynamic: dynamisch dinamic dynamique dynamiczn
adaptation: anpass adaptac adattam aanpass adaptacj dostosow
team: equipo equipe squadra zespol mannschaft
professional: professionel profesional professional profissional profesjonaln professionell
analytics: analytik analitic analis analys analiz
dashboard: armaturenbrett tablero tableau cruscotto painel pulpit
development: entwickl desarroll developp svilupp desenvolv ontwikkel rozwoj programist
environment: umgebung entorno environnement ambiente omgeving srodowisk
local: lokal locale localm lokaln
setup: einricht aufsetz aufbau konfigur configur install instal instalac ustaw skonfigur inricht
cloud: wolke nube nuage nuvem chmur
button: knopf schaltflach boton bouton pulsante botao botoes knop przycisk
bot: bocie bota
channel: kanal canal canale
sync: synchron sincron synchronis
manual: manuell handmatig reczn manuel manuale
image: bilder bild imagen immagin imagem imagens afbeelding obraz zdjec
search: suche suchen busqued buscar recherch cherch ricerc cercar pesquis zoek zoeken szukaj wyszuk
sourcing: beschaff
generation: generier generac generaz generat generow generer
subscription: abonnement abonne abbonament suscripc assinatur subskrypc abonn
management: verwalt gestion gestione gestao gerenc beheer zarzadz
user: benutzer nutzer usuario utilisateur utente utiliz gebruiker uzytkownik
users: usuarios utilisateurs utenti usuarios gebruikers uzytkownicy
authentication: authentifiz autentic autentif authentif uwierzytel
schema: schemat esquema
backend: serverseite
interface: oberflach interfaz interfaccia schnittstelle
login: anmeld inicio-de-sesion connexion accesso inloggen logowan
security: sicherheit segurid securite sicurezz seguranc veiligheid beveilig bezpieczen
monitoring: uberwach monitor supervis sorvegl bewaking bewak
production: produktion producc produzione producao productie produkcj
configuration: konfiguration configurac configuraz konfiguracj
hardening: hartung endurec durciss rafforz verhard utwardz
optimization: optimier optimiz optimis ottimiz otimiz optymal
test: prueba pruebas essai collaud teste testes testow
coverage: abdeck cobertur couvertur copertur dekking pokryc
privacy: datenschutz privacid confidential riservatezz privacidad prywatn
policy: richtlin politic politique beleid polityk
terms: nutzungsbeding termin condicion conditions condizion voorwaard regulamin
remote: fernzugriff fern remoto distance distant zdaln
access: zugriff zugang acces accesso acesso toegang dostep
secure: sicher segur securis sicur bezpieczn veilig
voice: sprach stimme voz voix voce stem glos
music: musik musica musique muziek muzyk
home: zuhause hogar maison casa huis
assistant: assistent asistent assistente asystent
language: sprachmodell lenguaje langage linguagg linguagem taalmodel
model: modell modelo modele modelli
integration: integri integrac integraz integrer integracj
layer: schicht capa couche strato camada warstw
diagram: diagramm diagrama diagramme schaubild
coordination: koordin coordinac coordinam coordena coordinat koordynac
startup: anlauf hochfahr arranque demarrage avvio opstart rozruch
session: sitzung sesion sessione sessao sessie sesj
workflow: arbeitsablauf ablauf flujo flusso fluxo przeplyw
infographic: infografik infografia infographie infografic
command: befehl comando commande polecen opdracht
story: geschicht histori recit racconto verhaal
status: zustand
metric: metrik metrica metrique metrich kennzahl
context: kontext contexto contexte contesto kontekst
memory: speicher gedachtnis memoria memoire geheugen pamiec
performance: leistung rendimient prestaz desempenh wydajn
error: fehler erreur errore errori blad bledow fout
recovery: wiederherstell recuperac ripristin herstel odzysk
notification: benachrichtig notificac notifica notifich melding powiadom
loop: schleife bucle boucle ciclo petla
bin: lagerplatz pojemnik contenitor
utilization: wykorzyst auslast utilizac
week: semaine settimana semana tydzien tygodni
support: unterstutz support soport suport ondersteun wsparc
validation: validac validaz validier walidacj
input: eingab entrada saisie invoer
warehouse: lager almacen entrepot magazzin armazem magazijn magazyn
order: bestell pedido commandes ordine bestelling zamowien
invoice: rechnung factur fattur faktur
payment: zahlung pago paiement pagament betaling platnosc
customer: kunde kunden client cliente klant klient
page: seite seiten pagina strona stron
navigation: navigac navigaz nawigac navigatie
category: kategori categori
regional: regional regionaln
share: teilen compart partag condivid delen udostepn
deployment: bereitstell auslieferung despliegue deploiement implantac uitrol wdrozen
pipeline: leitung
framework: rahmenwerk
registry: registr verzeichnis rejestr
role: rolle rol ruolo papel rola
foundation: grundlage fundament fondation fondament
logging: protokollier registros journaux logow
secret: geheimnis secreto segredo geheim
key: schlussel clave cle chiave chave sleutel klucz
rate: raten tasso
limiting: begrenz limitac limitaz ogranicz
audit: auditoria prufung
header: kopfzeil
wrapper: hulle envoltor
wizard: assistente
guide: leitfaden anleitung guia guida handleiding przewodnik poradnik
developer: entwickler desarrollador developpeur sviluppator programador ontwikkelaar
editor: redakteur redactor redacteur redattor
article: artikel articulo articol artigo artykul
write: schreib escrib ecri scriv escrev schrijf napisz
create: erstell cree crea crear creer creare criar maak utworz stworz
draw: zeichn dibuj dessin disegn desenh teken narysuj
build: bauen baut constru costru zbuduj bouw
fix: reparier behebe arregl corrig ripara correg napraw
move: verschieb
first: zuerst zunachst primero primera abord premier prima primo primeir eerst eersten pierwsz najpierw
next: nachst
begin: anfang anfangen fang begin beginn empiez empez comienc comenz commenc cominci inizi comec comecem zaczn zaczyn rozpocz
run: nimm nehmt mach lance lanza lancez fuhrt
mode: modus modo modalit tryb
simple: einfach semplic sencill prost
completion: vervollstandig completad
progress: fortschritt voortgang avancement progres avanzament andament postep
`;

const FUNCTION_WORDS = new Set(
  `der die das den dem des ein eine einen einem einer und oder fur mit von vom zum zur bei auf aus sich
  dass um als wie bitte gern gerne hatte mochte jemand kummert kummern dafur daran endlich jetzt mal
  doch el los las un una unos del con por para que su sus se lo al podrias podria puedes quiero
  le les une des du de la et ou pour avec sur dans que qui s'il te vous plait vite il lo gli i
  della delle dei degli di da con per su nel nella favore puoi vorrei o os as um uma do da dos das em
  no na com pela pelo quero pode podes favor het een van voor met op te graag kun je wil dat aub
  alsjeblieft alstublieft od w z na do jako prosze ze sie i oraz dla naar ook zwar nur und eigentlich denn eben wohl einfach ja halt doch gerade`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

const STEMS: readonly (readonly [stem: string, english: string])[] = CONCEPTS.trim()
  .split("\n")
  .flatMap((line) => {
    const [english = "", stems = ""] = line.split(":");
    return stems
      .trim()
      .split(/\s+/)
      .map((stem) => [stem, english.trim()] as const);
  })
  .sort(([a], [b]) => b.length - a.length);

const PART_MIN = 4;

/** `word` is folded: without accents. */
export function isFunctionWord(word: string): boolean {
  return FUNCTION_WORDS.has(word);
}

/** What a foreign word means, a compound by its parts; null when it is not known. */
export function meaningOf(word: string): readonly string[] | null {
  const whole = STEMS.find(([stem]) => fits(word, stem));
  // "Finanzdaten" is more than "Finanzen".
  const more = whole === undefined ? undefined : word.slice(whole[0].length);
  const second =
    more === undefined || more.length < PART_MIN
      ? undefined
      : STEMS.find(
          ([stem]) => stem.length >= PART_MIN && more.startsWith(stem) && fits(more, stem),
        );
  if (whole !== undefined) return second === undefined ? [whole[1]] : [whole[1], second[1]];
  for (const [stem, english] of STEMS) {
    if (stem.length < PART_MIN || !word.startsWith(stem)) continue;
    const rest = word.slice(stem.length);
    const others = ["", "n", "s", "en", "es", "er", "ungs", "keits"].flatMap((link) =>
      rest.startsWith(link) ? [rest.slice(link.length).replace(/^-/, "")] : [],
    );
    for (const other of others) {
      const second = STEMS.find(([one]) => one.length >= PART_MIN && fits(other, one));
      if (second !== undefined) return [english, second[1]];
    }
  }
  return null;
}

/** The stem, and an ending no longer than people inflect. */
function fits(word: string, stem: string): boolean {
  return word.startsWith(stem) && word.length - stem.length <= (stem.length <= 4 ? 2 : 5);
}

/** Endings by which European languages spell one word differently. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:a?cion(?:es)?|a?zion[ei]|a?cao|a?coes|a?tions?|a?tie|a?cj[aei]|a?sione?)$/, "tion"],
  [/(?:idad|idade|itat|ite|ita|iteit|ity)$/, "ity"],
  [/(?:ische?[nrs]?|ic[oa]s?|iques?|ieke?|ics?|iczn[aey]|ical)$/, "ic"],
  [/(?:ament[oi]|iment[oi]|ement|mentos?|ments?)$/, "ment"],
  [/(?:ell?e?[nrs]?|al[ei]?s?|aux|ales|eel|eele|aln[aey])$/, "al"],
  [/(?:eur|euse|atore|ador|ateur|er|or)s?$/, "or"],
  [/(?:[aeiouy]s?|en)$/, ""],
];

/** One form for a word of Latin or Greek in all of them: `dokumentation`, `documentación`. */
export function cognateForm(word: string): string {
  let form = word;
  for (const [ending, to] of ENDINGS) {
    if (!ending.test(form) || form.length < 6) continue;
    form = form.replace(ending, to);
    break;
  }
  return form
    .replace(/ph/g, "f")
    .replace(/k|qu|ch/g, "c")
    .replace(/y/g, "i")
    .replace(/(.)\1/g, "$1");
}

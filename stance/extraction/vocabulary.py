"""Closed-class words, and the nouns that tell what a source is."""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


AUXILIARIES: Final = words(
    "is are was were be been being am has have had having do does did will would shall should can could "
    "may might must ain't isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't "
    "didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't i'm it's"
)
HYPOTHETICAL: Final = words("can could may might must should shall can't cannot couldn't shouldn't")
NEGATIVE: Final = words(
    "not n't never didn't doesn't don't won't wouldn't hasn't haven't hadn't can't cannot couldn't "
    "isn't aren't wasn't weren't without neither nor nobody"
)
BE: Final = words("is are was were be been being isn't aren't wasn't weren't am")
ADVERBS: Final = words(
    "also then later earlier now again still just already often once twice soon never ever even only "
    "further meanwhile separately instead long yesterday today tomorrow recently previously however "
    "too there here always sometimes first so far and/or either both all each themselves himself "
    "herself itself almost afterwards afterward elsewhere initially originally not n't since "
    "thereafter nevertheless nonetheless moreover furthermore overnight aloud simply merely quite "
    "rather very online perhaps maybe thus hence indeed yet back outright"
)
WEEKDAYS: Final = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS: Final = words(
    "january february march april may june july august september october november december "
    "jan. feb. mar. apr. aug. sept. sep. oct. nov. dec."
)
TIMES: Final = WEEKDAYS | words(
    "morning afternoon evening night noon midnight week month year weekend day days hours ago "
    "yesterday today tonight last this late early earlier"
)
HE: Final = words("he him his himself")
SHE: Final = words("she her hers herself")
IT: Final = words("it its itself")
THEY: Final = words("they them their themselves")
FIRST_PERSON: Final = words("i we you me my our your mine ours yours someone somebody")
SUBJECT_PRONOUNS: Final = words(
    "he she it they i we you there this these those who everyone someone"
)
PRONOUNS: Final = HE | SHE | IT | THEY | FIRST_PERSON
POSSESSIVES: Final = words("his her its their my our your")
ARTICLES: Final = words("the a an")
DETERMINERS: Final = (
    ARTICLES
    | POSSESSIVES
    | words(
        "this that these those some any many several most all both each every no another other such "
        "two three four five six seven eight nine ten dozens hundreds thousands few more one half"
    )
)
PREPOSITIONS: Final = words(
    "of in on at by for from with to into onto over under about against after before during between "
    "among amid through throughout since until near behind beyond across around despite within "
    "without toward towards upon via outside inside alongside along like unlike following including "
    "ahead as than per because due"
)
SUBORDINATORS: Final = words(
    "that which who whom whose when while if because although though after before since where whether "
    "unless until how why what as than so whereas once lest"
)
CONJUNCTIONS: Final = words("and or but nor yet")
SENTENCE_OPENERS: Final = words(
    "but and or yet so meanwhile however also still now then earlier later separately instead "
    "moreover furthermore nevertheless nonetheless otherwise indeed previously afterwards afterward "
    "additionally similarly likewise recently finally eventually today yesterday again perhaps maybe "
    "on in at for from after before during since until while when as if although though because "
    "despite amid following under over by with without to of there here where what who why how which "
    "that this these those it its he his she her they their we our i my you your the a an some many "
    "most all both several no not none one two three other another such each every few more just only "
    "even once about among between against within across according speaking asked responding "
    "not only nor neither either yes no well let if"
)
CONTENT_VERBS: Final = words(
    "said says told made makes took takes went goes came comes got gets gave gives saw sees found "
    "finds knew knows thought thinks left leaves felt feels became becomes began begins kept keeps "
    "held holds brought brings wrote writes stood stands lost loses met meets led leads built sent "
    "spent broke spoke rose fell drew won met hit cut put set let read ran runs remains needs wants "
    "seems seem appears appear remain continue looks shows uses works plans lies poses threatens faces includes continues"
)

# Nouns ------------------------------------------------------------------------------------------

PERSON_NOUNS: Final = words(
    "president minister premier chancellor secretary ambassador envoy spokesman spokeswoman spokesperson "
    "spokesmen spokespeople chief leader head director chairman chairwoman chair commander general "
    "admiral colonel captain major lieutenant sergeant marshal brigadier senator congressman "
    "congresswoman representative lawmaker governor mayor king queen prince princess emir sultan sheikh "
    "sheik ayatollah imam cleric pope bishop archbishop cardinal rabbi priest judge prosecutor attorney "
    "lawyer professor scholar researcher scientist economist expert analyst historian author writer "
    "journalist correspondent reporter editor columnist activist campaigner dissident diplomat official "
    "officer soldier adviser advisor aide deputy speaker counsel commissioner negotiator mediator "
    "candidate nominee politician founder owner executive ceo manager strategist pollster resident "
    "witness teacher student doctor nurse farmer trader businessman businesswoman coach player vice-president "
    "son daughter brother sister father mother wife husband man woman politician doctor vice-chancellor "
    "president-elect co-founder ombudsman coordinator fellow fighter rebel militant veteran member "
    "vice-chairman undersecretary under-secretary ex-president technician worker trainer dealer"
)
PLURAL_PEOPLE: Final = words(
    "officials ministers leaders experts analysts diplomats politicians lawmakers legislators senators "
    "critics supporters opponents activists campaigners protesters demonstrators residents witnesses "
    "sources observers scientists researchers historians lawyers prosecutors judges investigators "
    "police troops rebels militants insurgents separatists soldiers commanders generals officers "
    "economists traders investors executives workers unions doctors scholars academics aides advisers "
    "advisors allies spokesmen spokespeople negotiators mediators republicans democrats conservatives "
    "liberals others people voters polls survivors relatives victims parents students teachers sides "
    "nations countries governments representatives members users commentators clerics reporters "
    "journalists media networks papers newspapers agencies groups parties"
)
GROUP_NOUNS: Final = words(
    "government ministry department administration authorities authority regime state military army navy "
    "police force forces office palace court council committee commission parliament senate house congress "
    "cabinet assembly party group movement militia alliance coalition organisation organization union league "
    "bloc agency bank company firm corporation institute university association federation foundation "
    "centre center watchdog body embassy mission delegation campaign team board service bureau command "
    "guards guard ministry junta opposition church network newspaper paper magazine daily broadcaster "
    "channel station outlet site website media radio television tv press wire republic kingdom city country "
    "charity fund tribunal side pair media prosecution inquiry"
)
MEDIA_NOUNS: Final = words(
    "agency newspaper paper magazine daily broadcaster channel station outlet outlets site website media "
    "radio television tv press wire news network networks weekly portal tabloid reports report times post "
    "journal transcript transcripts footage gazette herald tribune telegraph guardian"
)
MEDIA_NAMES: Final = words(
    "reuters ap afp bbc cnn tass interfax xinhua irna isna yonhap kcna anadolu bloomberg ria itar-tass upi "
    "dpa ansa efe kyodo pti npr nbc cbs abc fox msnbc itv rt sana fars tasnim mehr wafa spa mena novosti "
    "telegram twitter facebook x politico axios aljazeera al-jazeera ukrinform unian rfe/rl dw france24"
)
VEHICLES: Final = words(
    "statement report document documents reports statements commentary letter communique communiqué "
    "release tweet tweets post posts memo message declaration editorial article resolution accounts "
    "account notice filing indictment survey poll study analysis text transcript transcripts speech spokesman's"
)
TITLE_WORDS: Final = PERSON_NOUNS | words(
    "mr mrs ms miss dr sir lord lady dame mr. mrs. ms. dr. gen. lt. col. sgt. sen. rep. gov. prof. rev. "
    "hon. capt. maj. adm. pres. amb. prime foreign defence defense interior home finance trade energy "
    "justice state treasury affairs security national vice deputy former acting then senior assistant "
    "under permanent special supreme grand crown press chief staff supremo us-based first lady joint "
    "chiefs secretary-general director-general emeritus elect outgoing incoming attorney intelligence "
    "army navy air force military police parliamentary presidential congressional majority minority whip "
    "government opposition party rep sen gov gen lt col sgt maj capt adm cmdr. cmdr brig. brig"
)
ORGANISATION_WORDS: Final = (
    GROUP_NOUNS
    | MEDIA_NOUNS
    | words(
        "united nations street times house guardians brotherhood resistance army commission international "
        "rights watch human amnesty treaty forum society industries industry holdings group inc inc. corp corp. "
        "ltd ltd. co co. plc llc bank exchange pentagon jihad front corps systems airlines airways motors "
        "academy school college library museum hospital trust project programme program initiative monitor "
        "monitoring observatory quartet act accord agreement deal pact summit war day games cup sea strait "
        "gulf river peninsula island islands airport base square avenue heights valley mountains ocean "
        "north south east west northern southern eastern western central middle new"
    )
)
FEMININE: Final = words(
    "mrs mrs. ms ms. miss lady dame madam madame queen princess spokeswoman chairwoman congresswoman "
    "businesswoman woman actress mother wife daughter sister girl duchess baroness"
)
MASCULINE: Final = words(
    "mr mr. sir lord king prince spokesman chairman congressman businessman man actor father husband son "
    "brother boy duke baron pope ayatollah sheikh sheik emir sultan imam"
)
FEMALE_NAMES: Final = words(
    "mary maria marie anna anne ann angela theresa margaret hillary nancy kamala condoleezza susan "
    "samantha elizabeth elisabeth nikki sarah sara jennifer jessica karen kim lisa laura linda emily "
    "emma jane julia julie kate katherine catherine christine christina marine ursula federica mette "
    "sanna jacinda julia cristina michelle melania ivanka kellyanne kirsten amy olivia sophie sophia "
    "victoria caroline charlotte natasha natalia olga elena svetlana tatiana irina yulia ekaterina "
    "marina aung fatima aisha leila layla zeinab mariam shireen hanan benazir sheikh sushma sonia "
    "indira mamata pratibha madeleine janet gina wendy debbie barbara martha ruth helen rebecca rachel "
    "hannah deborah dorothy sandra sharon donna carol cynthia diane diana heather melissa amanda "
    "stephanie nicole kelly claire clare fiona penny priti liz annalena kaja ingrid viola giorgia "
    "meghan tulsi alexandria ilhan rashida ayanna elise liz lindsay marjorie lauren jen karine psaki "
    "heidi molly alison alice amelia andrea angelina beatrice bridget cecilia chloe dana daniela ellen "
    "erin eva frances gabriela gloria grace hillary irene isabel jacqueline jill joan joanna joyce "
    "judith judy kathleen kathryn kayleigh kendra kristen leslie loretta louise lucy lynn megan meng "
    "michele miriam monica naomi natalie nina pamela patricia paula phyllis rosa rose roza ruby sally "
    "sheila shirley sonya stella sylvia tamara teresa tina valerie vanessa vera veronica virginia "
    "yvette yvonne carly debra sabrina tammy elaine betsy arlene"
)

// Written by `npm run learn:goals`: which words speak for what is asked, and how much, in tenths.
export const WEIGHTS = {
  work: String.raw`
  <number>_$:9 <number>_<number>:17 <number>_<title>:5 <number>_again:18 <number>_and:12
  <number>_are:-6 <number>_as:10 <number>_asap:11 <number>_at:7 <number>_be:10 <number>_before:14
  <number>_blocked:10 <number>_blockers:21 <number>_but:7 <number>_can:6 <number>_do:13
  <number>_except:7 <number>_first:5 <number>_from:8 <number>_i:8 <number>_instead:9
  <number>_it:16 <number>_leave:11 <number>_no:9 <number>_not:14 <number>_nothing:14
  <number>_one:13 <number>_only:18 <number>_parallel:5 <number>_please:7 <number>_right:16
  <number>_run:5 <number>_says:-10 <number>_should:25 <number>_skip:16 <number>_thanks:6
  <number>_the:19 <number>_then:28 <number>_thru:6 <number>_to:22 <number>_together:16
  <number>_up:22 <number>_with:18 <number>_without:9 <number>_work:11 <number>_yet:5 <title>_$:14
  <title>_<number>:5 <title>_a:14 <title>_agent:7 <title>_all:9 <title>_as:7 <title>_at:8
  <title>_both:16 <title>_can:-6 <title>_command:15 <title>_dashboard:16 <title>_do:6
  <title>_docs:7 <title>_done:9 <title>_for:5 <title>_go:10 <title>_going:10 <title>_if:6
  <title>_in:27 <title>_is:-9 <title>_issues:8 <title>_it:9 <title>_layer:10 <title>_no:6
  <title>_not:15 <title>_now:22 <title>_one:9 <title>_or:15 <title>_order:-6 <title>_phase:17
  <title>_please:13 <title>_progress:13 <title>_roadmap:11 <title>_should:13 <title>_so:13
  <title>_start:19 <title>_stuff:14 <title>_team:16 <title>_testing:10 <title>_that:8
  <title>_the:15 <title>_then:10 <title>_thing:14 <title>_to:16 <title>_together:23
  <title>_was:-16 <title>_with:20 <title>_work:15 ?_start:16 ?_the:-9 ^_$:10 ^_<number>:14
  ^_<title>:13 ^_?:-13 ^_add:8 ^_agent:19 ^_agents:-18 ^_all:28 ^_any:-10 ^_anything:14
  ^_archive:5 ^_are:9 ^_batch:10 ^_begin:16 ^_both:19 ^_build:6 ^_check:-6 ^_delete:22 ^_does:5
  ^_don't:10 ^_encrypt:7 ^_everything:32 ^_execute:20 ^_final:5 ^_finish:13 ^_garden:5 ^_gdpr:9
  ^_get:22 ^_group:17 ^_has:-14 ^_high:16 ^_hold:9 ^_i'd:12 ^_i'm:7 ^_implement:6 ^_kick:23
  ^_kill:-5 ^_launch:25 ^_layer:11 ^_leave:21 ^_let:22 ^_let's:13 ^_list:-8 ^_make:9 ^_next:20
  ^_not:20 ^_one:15 ^_order:9 ^_parallel:15 ^_pause:8 ^_phase:26 ^_pick:18 ^_privcy:12
  ^_progress:-9 ^_restart:13 ^_resume:16 ^_right:5 ^_rm:8 ^_run:10 ^_send:6 ^_should:-16
  ^_show:-15 ^_skip:21 ^_someone:7 ^_something:10 ^_start:13 ^_story:20 ^_system:18 ^_take:5
  ^_task:5 ^_the:9 ^_turn:12 ^_undo:6 ^_whatever:20 ^_whichever:14 ^_whose:11 ^_work:18 ^_write:8
  ^_ws:5 ^_yesterday:-11 ^length0:12 ^length1:9 ^strange1:7 ^strange2:13 ^strange3:14 a_day:-9
  about_<number>:8 accounts:-6 acess:19 achieved:-13 active:-17 actually:14 ada:7 adaptaton:21
  adaption:21 add:20 add_the:5 address:13 administration:17 ads:18 after_<number>:-8 afternoon:14
  again_$:9 agent_$:11 agent_<title>:9 agents_and:-6 agnet:20 agnt:18 agree:7 ahead:20
  ahead_with:7 alert:14 algoritm:14 alice:16 alive:-6 all_$:19 all_<number>:7 all_<title>:5
  all_available:9 all_tasks:7 all_that:7 alla:-5 allemaal:-16 allow:20 alright:5 also:5 am:-7
  amet:23 an:9 an_<title>:10 and_not:8 and_run:14 and_start:10 and_tell:11 and_the:8 and_then:9
  another:9 answers:14 anybody:-28 anything_but:14 anything_else:10 anyway:-10 api:18 app:22
  approve:13 approved:-14 architecture:10 archive:6 archive_<title>:7 are_$:-16 are_the:-15
  are_you:-5 around:-9 as:7 as_done:18 as_the:8 asap:12 asdf:-18 asked:-24 asking:5 assign:18
  at_<number>:9 at_once:6 ate:-19 auditors:6 auth:21 auto:16 available_work:9 avant:-11 away:14
  axiom:-7 ayer:-16 backend:7 backups:20 bad:-17 bakery:19 bank:-11 basic:7 batch_$:24
  batches_<title>:12 be_done:7 be_started:18 bed:5 begin:11 begin_$:13 behaviour:7 ben:10
  benutze:-20 better:7 bezig:-19 bigger:-11 biggest:19 bins:9 birthday:16 bit:7 blinks:5
  blocked_but:-11 blockers_$:-6 blue:20 bmad:13 book:11 bootstrap:15 bored:-14 boss:-5 bot:12
  both:8 both_<number>:9 both_<title>:14 both_of:10 branches:11 broke:-11 build:5 built_$:15
  bus:21 but:6 but_<number>:8 but_leave:8 buton:23 button:18 buy:23 by_friday:22 by_side:12
  by_the:10 call:-6 callback:16 called:-8 can_$:23 can_wait:11 card:16 care:18 carry:25 cat:-6
  catalogue:16 cats:18 ce:-5 cease:-17 chanel:12 change:21 changed:-20 changelog:-17 channels:17
  chart:19 cheaper:17 cheese:-7 choice:16 chop:17 claude:15 cleanup:9 cli:13 client:21 clients:15
  close:8 co:-10 code:10 code_<title>:13 codex:17 coffee:7 colleague:-5 colour:20 comand:25
  come:-23 comes:15 command:16 command_$:9 commence:19 comment:-17 commit:-14 compile:-15
  complete_$:5 config:11 configuraton:13 confirm:6 confirm_their:6 contxt:19 copies:9 cost:-17
  costs:9 crashed:-8 create:7 critical_ones:27 criticals:6 curl:15 current:-10 currently_?:-11
  customer:-6 czy:-19 dashboard:5 dashboards:15 database:22 databse:20 date:-17 datenexport:16
  days:-5 db:15 de:-11 decompositon:5 decompositon_engin:5 deferred:-21 delete:7 delete_<number>:6
  deliver:11 dependencies_are:-5 dependency:10 depends:-15 deploy:27 desk:10 detecton:17
  dev_<title>:7 developement:13 developers:13 did_the:-6 did_we:-16 die:-11 digest:-13 dit:-20
  do_$:-5 do_<number>:10 do_<title>:22 do_all:20 do_everything:34 do_it:12 do_not:5
  do_something:10 do_that:13 do_the:9 do_what:-8 do_you:8 docs_$:20 documentation:10 dog:22
  dogs:17 don't_$:14 don't_want:-5 done_$:5 done_?:-8 done_today:8 down:5 download:10 draw:19
  drop_table:11 duplicates:-9 during:19 dynamc:13 e-mail:6 early:21 easy:12 eating:15 edit:9
  editor:11 eight:15 either:14 else_$:10 email:21 emergency_stop:9 emial:16 en:7 enable:16
  encrypt:7 encrypt_the:19 encrypted:8 ending:13 enforcment:10 engin:9 engin_$:9 enhancements:6
  enough:-10 entire:19 entre:19 enum:21 enviroment:17 esto:-20 está:-13 están:-10 etc/passwd:22
  euros:16 evening:-5 every:5 everyone:-12 everything_$:14 everything_but:6 everything_stop:-16
  examples:-17 exceeded:-14 execute:21 execution:-7 explain:-10 extracton:12 factor:19 fail:-9
  fass:-9 fast:15 faster:18 feature:8 features:18 figures:19 finacial:13 finacial_<title>:13
  find:18 finds:12 finish:5 finish_the:9 finished_?:-6 fire:11 fired:-11 firewall:20 first:10
  first_$:7 first_batch:10 fits:20 fix_it:8 flat:9 fly:14 for:6 for_now:15 for_please:9
  for_today:-18 force:19 forget:13 form:18 forward:-6 found:-11 foundation:21 foundations:19
  four_hours:18 france:24 freeze:-18 from:6 from_<number>:7 from_the:19 funciona:-20 functions:14
  funktioniert:-23 game:19 garden_$:-9 garden_<title>:12 gardener:-14 gardening:-8 gates:15
  gave:-22 gdpr:6 gdpr_<title>:-6 general:-11 get:8 get_<number>:14 get_going:18 get_the:11
  gewonnen:21 ghosts:-11 gisteren:-10 git:15 git_$:15 give_the:7 go:6 go_$:29 go_for:13 go_go:11
  goaltype:-12 goes:12 good:23 grab:17 grafana:10 grandmother:16 great:13 green:-10 groq:7
  group:14 guessing:16 guide:13 guide_$:20 ha:13 had:-7 half_of:-7 handle:17 handler:16
  handoffs:17 happen:6 happened:-17 happy:6 harden:24 hardenning:16 hardning:19 has_been:-14
  has_to:19 have:10 have_$:8 have_<number>:9 have_the:10 have_to:-7 hay:-14 hello:-18
  help_<title>:20 help_me:-12 helpdesk:14 helper:14 helpful:21 her:-11 here_$:-8 here_?:-8
  high_priority:6 highest:7 highest_priority:7 history:-29 hizo:-7 hm:21 hmm_$:-5 holding:-11
  home:17 hook:13 hour_$:-7 hours_$:6 how_long:-9 hurt:-10 i've:5 i've_been:22 i_do:5 i_have:-14
  i_meant:12 i_need:7 i_think:10 i_type:-13 idea:-6 idle:-8 ieri:-9 if_<number>:11 if_i:9
  ignore:13 ik:-7 images:15 imgae:16 immediately_$:9 implement:6 implement_<number>:19
  implement_<title>:15 important:14 improvements:10 improvments:13 improvments_$:13 in_$:28
  in_<number>:-6 in_<title>:13 in_parallel:7 including:5 information:18 install:21 instead:14
  instead_$:19 instructions_and:6 interesting:18 into_smaller:12 investor:-8 invoices:19
  invoices_$:11 is_a:5 is_available:14 is_complete:-7 is_done:9 is_free:13 is_it:6 is_left:14
  is_not:12 is_the:5 is_there:5 is_what:5 isn't_blocked:19 issues_<title>:8 it's:19 it_$:11
  it_?:10 it_going:5 it_would:17 item:-5 items_$:15 itself:10 jest:12 jeszcze:-7 job_$:17 joke:6
  just:11 just_do:19 just_the:6 katherine:-6 keys:20 kill_it:-10 know_what:-7 knows:15 l:-9
  landed:-13 lands:-11 language_model:5 laptop:7 largest:17 last_night:7 later_$:8
  launch_<number>:16 lavorando:-9 law:13 layer:16 layer_$:5 layer_<title>:11 least:9
  leave_<number>:10 left_?:5 leg:-14 legal:25 less:7 let:7 let's:10 let_subscribers:6 let_the:-5
  level_<number>:13 lights_$:6 like:6 limit:-6 limits:21 lisbon:-18 list_$:7 list_agents:6
  list_all:-5 living:8 living_room:8 login:25 logs:16 lol:21 lol_$:13 look:6 looking:-12 looks:-15
  looping:-15 lost:-9 lot:13 lovely:17 low_priority:-8 lunch:14 m:7 machine:16 made:-21 mail:16
  mails:-20 main:18 make:12 make_the:7 manager:7 managment:13 managment_$:13 maria:-15 mark:5
  maybe:10 me_an:5 me_how:-16 mean_<number>:11 meant:12 meant_<number>:12 measure:27 medium:18
  mee:-9 meeting:10 merge:-19 merged:8 message:16 met:12 mets:-15 might:20 migrate:23 migration:15
  milk:-10 million:-7 mind:11 mindset:-21 minus:5 missing:-8 mobile:8 moet:-13 moment_?:-6
  monitoring:17 monitorng:19 month:-6 moon:23 morning_$:-18 mother:18 move:13 music:15 must:19
  my_<title>:-11 my_boss:-10 nadia:15 nearly:-12 need_<number>:11 needed:14 needs:8 new_$:14
  new_one:8 next:8 next.js:15 next_$:9 next_task:13 next_thing:18 nextcloud:17 nexus:11 nice:28
  nigthly:19 nine:-13 no_$:27 no_<number>:18 no_<title>:14 nobody:9 nobody_has:6 nonstop:25
  noon:-10 not_run:5 not_start:-5 nothing_$:28 nothing_else:6 now_$:7 now_?:-11 number:23
  observabilty:26 off:8 off_$:23 often:-17 oh:11 ok:9 on_$:8 on_monday:10 one:9 one_<number>:7
  one_marked:11 one_with:13 ones_that:10 only:7 only_<number>:17 ontem:-8 onto:5 oops:15
  opening:11 optimisation:11 optimise:13 optimised:11 options:-12 optmize:15 or_<number>:25
  or_<title>:7 orchestrator:-8 orders:23 ordnung:-7 oslo:-22 other:19 our:10 out:12 outside:20
  overall:21 overnight:-10 overview:-16 page:20 page_$:19 pages:5 para:-12 parallel_$:12
  parallel_group:17 parsr:14 part:12 paser:12 pause_the:-17 paused:16 paying:12 pending:5
  personality:-5 phase:6 phase_$:9 phone:-11 pick:6 pick_up:20 picture:15 pictures:9
  pictures_for:10 piece:6 pieces:19 pizza:26 place:9 play:13 please_<number>:32 please_begin:17
  please_don't:-12 please_run:22 please_start:24 please_stop:-6 please_the:14 plus:22 poem:-6
  polcy:11 possible:26 posts:10 prepara:-10 prepare:-7 president:23 print:5 print_your:9 prio:9
  priorities:7 priority:9 priority_$:18 privcy:12 priya:-13 proceed:24 process:23 prod:17
  production:10 professor:-7 progresive:16 progress_<title>:8 project:8 project_<title>:9
  project_?:-9 proper:17 protecton:20 prs:24 puede:-6 pull:-10 push:5 putting:20 queries:14
  question:-17 quick:13 quick_one:8 quickly:19 quit:-18 qwer:-5 rain:18 raining:8 raise:16
  ran_<number>:-10 rather:10 re:-19 reach:18 read:-14 readers:21 reads:-11 real:18 really:11
  recall:6 recap:-13 recommend:16 registery:7 regression:20 regsitry:16 released:-14 remaining:5
  remove:-5 rename:17 report_<title>:7 report_for:-8 report_please:-5 repository:7 request:11
  requests_$:13 requirement:27 requirements:23 reset:9 rest:6 rest_$:17 restarted:-9 restarts:-15
  results:-9 resume:18 resume_$:12 revert:18 review:-14 rf:8 riassunto:-10 rm:8 rm_rf:8
  roadmap_<title>:9 roadmap_please:6 rol:12 rolling:12 room:-8 rotterdam:19 run_<number>:7
  run_<title>:16 run_all:12 run_everything:13 run_it:17 run_phase:15 running_$:-11
  running_<number>:8 running_?:-16 rush:7 résumé:-10 s:16 s-sized:17 safe:18 said:6 sandbox:18
  saved:-8 says_blocked:-5 schedule:9 scratch:15 screen:17 script:13 sec:17 secret:-11 section:14
  secure:19 see:7 send:6 sent:8 server:-7 session_<title>:11 settings:19 setup:15 sh:15 shardng:25
  share:7 ship:17 shortest:21 should_i:5 show_the:5 showed:-8 shows:10 side_by:12 sit:-6 site:12
  size:6 sized:13 skeleton:7 slips:-10 slow:7 small:13 small_tasks:13 smallest:26 so_<number>:12
  so_far:-11 something_small:17 song:10 sorcing:7 sorry_<number>:15 sounds:-10 space:12 speed:10
  spent:-6 spin:18 split:19 spring:-9 sprint:-19 sta:-9 stage:9 stage_<number>:9 stand:-5
  stands:-20 star:10 starred:13 start_<title>:16 start_all:15 start_anything:11 start_it:14
  start_on:6 start_phase:-8 start_that:6 start_what:19 start_whatever:22 starting:-11 starts:-22
  status_page:15 status_please:-11 stop_<title>:12 stop_button:11 stopgap:13 stopped:-14
  stopping:-5 stopwatch:16 story_$:12 story_command:13 straight:-12 stream:6 stream_$:8
  streams_$:9 streams_<number>:21 streams_that:5 strike:17 stuck:-20 student:14 students:8
  stuff:14 subscribers:6 subscripton:7 sudo:18 sum:-18 summarise:-18 summarize:-13 supposed:-14
  sure:-16 switch:17 sync:7 system:18 são:9 table:24 tables:16 tackle:12 take:5 take_<number>:25
  take_on:15 take_the:5 takes:8 taks:13 talk_to:9 task_$:7 task_please:19 tasks_$:8 teach:-8
  team_<title>:5 teams:5 telegram:27 tema:-14 tempo:15 ten:-13 terms:-25 test:-17 testing_$:13
  testing_<title>:8 testing_and:9 tests_$:31 text:22 than:7 thank:8 thank_you:8 thanks:11 that:8
  that's:14 that's_ready:5 that_$:18 that_are:8 that_isn't:12 that_one:14 that_takes:13
  that_the:11 the_<number>:15 the_?:14 the_auditors:-6 the_biggest:7 the_dashboard:15 the_do:7
  the_docs:18 the_language:14 the_large:5 the_living:5 the_lot:13 the_most:15 the_only:6
  the_orchestrator:16 the_other:8 the_phase:6 the_please:5 the_rest:5 the_small:7 the_start:11
  the_task:7 the_tests:14 the_two:20 the_urgent:7 the_weekend:-8 then:8 then_run:-16 thing_$:13
  things_$:17 think:5 through:18 throw:10 thru:6 thru_<number>:6 ticket:13 time:16 time_$:8
  times:-9 tips:12 to_<title>:9 to_main:19 to_me:-5 to_run:11 to_see:6 to_the:7 today:8 todo:-21
  together_$:16 told:-5 tom:-8 tomorrow:11 tomorrow_$:13 too_much:5 took:-14 top:19
  top-priority:19 touch_the:-7 touched:6 trabalhar:-7 tracking:11 train:15 tuning:18 turn_on:-8
  twice:-15 two_agents:6 types:8 um:11 unblock:-7 understand:-18 undo:7 unencrypted:11 until:9
  up_$:6 up_<title>:16 update:-10 uptime:-19 urgent_ones:5 us:7 us_$:19 used:-24 user:-14 uso:-19
  usually:-7 utilisation:17 utilisaton:6 validaton:13 vendors:15 ver:6 verfication:10 verify:7
  version:-6 very:6 video:17 visual:13 vs:-12 wait_<number>:13 wall:14 wallet:19 want:12
  want_<number>:20 wants:-13 warehouse:20 warten:15 was_finished:-12 watch:19 water:21 wczoraj:-12
  we_?:-11 we_get:8 we_have:-6 we_need:21 we_should:16 we_start:-10 weather:12 website:23 weed:-11
  weekly:-11 went:-17 were:-12 what's_next:20 what_$:-12 what_?:-7 what_are:-10 what_can:-6
  what_got:-8 what_we:18 whatever:6 when_<number>:-14 when_you:14 which_one:7 which_tasks:-6
  whichever:15 while:-9 white:12 who_to:13 whole:5 why_can't:-13 widget:16 wild:14 will:13 win:15
  wins:20 wire:14 with_<number>:15 with_<title>:11 with_a:10 without_<number>:12 without_the:7
  won:12 wondering:-7 work_that:18 worked:-7 working_$:9 would_<number>:-8 write:6 write_me:-5
  write_the:14 wrong_$:-14 ws:5 ws_<number>:5 xs:19 y:-10 year:13 years:-9 yes:8 yes_start:22
  yesterday_$:9 yo:12 you're:-10 you_are:11 you_have:9 you_know:5 you_take:20 young:11 your:13
  yourself:-11 zablokowane:-13 zijn:-9 zrobiono:-10 zusammen:-9 zxcv:-5 été:-7 あ:-18 在:-11
  `,
  status: String.raw`
  <number>:9 <number>_are:5 <number>_done:9 <number>_has:12 <number>_is:7 <number>_need:20
  <number>_next:-5 <number>_now:15 <number>_on:10 <number>_ones:10 <number>_or:5 <number>_please:8
  <number>_ready:9 <number>_right:-7 <number>_run:6 <number>_start:6 <number>_then:-10
  <number>_together:-8 <number>_tomorrow:11 <number>_was:22 <title>:8 <title>_?:7 <title>_a:-8
  <title>_archive:14 <title>_by:13 <title>_can:11 <title>_from:12 <title>_has:12 <title>_in:-18
  <title>_is:28 <title>_job:14 <title>_launch:9 <title>_of:9 <title>_order:13 <title>_progress:-14
  <title>_stories:5 <title>_tasks:6 <title>_was:35 <title>_would:14 ^_$:-16 ^_?:-19 ^_agent:-5
  ^_bring:5 ^_build:6 ^_cancel:-9 ^_continue:8 ^_did:13 ^_do:6 ^_don't:13 ^_has:8 ^_hmm:-13
  ^_how's:8 ^_if:12 ^_is:8 ^_it:-15 ^_level:8 ^_list:20 ^_no:7 ^_nothing:-10 ^_print:9
  ^_progress:18 ^_project:7 ^_quick:5 ^_should:22 ^_show:25 ^_so:13 ^_status:14 ^_system:-11
  ^_turn:-6 ^_what's:7 ^_whats:12 ^_when:11 ^_who's:-5 ^_yesterday:8 ^question:15 a_day:8 about:10
  about_<title>:6 about_the:16 accounts:13 acess:-5 active:11 after_<number>:17 agents_$:-15
  agents_and:-7 agents_do:-15 agreed:9 alice:-8 alive:-6 all_tasks:8 alla:15 allemaal:-15
  already_$:18 also:-19 am:-5 amet:-10 an_hour:16 and_<title>:7 and_run:-8 and_then:-5 any:-5
  anybody:11 anyway:19 approved:16 archive:6 archive_$:5 archive_completed:8 are_$:13 are_ready:7
  are_the:7 are_we:19 around:16 as_next:6 asdf:-10 asked:26 at_once:-12 ate:-13 available_$:9
  avant:16 axiom:-16 ayer:-16 backups:-5 bad:23 bakery:-15 bank:12 bar:7 batches_<title>:-5
  be_finished:20 ben:-6 benutze:-12 between:8 bezig:-21 big:9 bigger:14 blocked:14 blocked_$:5
  blocked_?:24 blocked_but:-5 blockers_$:5 blocking:19 blocks:10 blue:-16 bob:8 bootstrap:8 boss:6
  bother:-10 broke:24 budget:11 bug:-16 burn:13 burned:-18 bus:-7 buy:-9 by:9 by_friday:-7
  call:-13 called:16 can_do:-9 can_we:12 can_you:-12 car:9 carry:-5 cat:-7 cats:-13 ce_who:5
  cease:-13 changed:-10 changelog:-12 cheaper:-14 cheese:-5 choice:-8 chop:-6 cipher:14
  circumstances:6 cleanup:-5 client:-12 co:-9 coffee:-13 colleague:10 colour:-12 coming:20
  comment:-19 comments:8 commit:20 compile:-6 complete_$:-10 completed:5 completed_batches:6
  confidence:10 continue_with:-12 copies:-16 copy:8 cost:28 could_<number>:9 could_be:6 crew:-8
  critical:9 criticals:5 cup:-11 current:15 currently:14 customer:13 customers:14 czy:22
  dashboard:7 dashboard_$:12 days:10 decide:7 deferred:24 definitely:-10 delivered:11 demo:-9
  depend:21 dependency:-10 depends:17 deze:-8 did_<number>:12 did_the:5 didn't:-5 die:-11
  diese:-11 discussed:7 dit:-9 do_all:-5 do_something:-5 do_you:-6 does_<number>:14 dog:-13
  dogs:-12 doing_?:13 don't_do:7 don't_run:13 don't_want:13 done_?:17 done_and:7 done_today:-11
  done_yet:9 draft:-14 each:-14 early:-12 edit:-7 ejecutes:10 else_$:-5 email:-18 end:-9
  environment:-16 errors:7 esto:-15 está:7 euros:-5 even:-10 evening:12 ever:11 everybody:-13
  everyone:-18 everything_<title>:11 everything_that:8 examples:-18 execution:13 explain:13 fail:5
  far_along:12 far_are:5 fast:-11 faster:-9 feature:-6 files:7 finally:7 finance:-5 findings:13
  finish:12 finished_$:5 finished_?:24 fire:6 fired:15 fix_it:-11 fixed:10 for_<number>:10
  force:-5 found:14 foundations:-13 france:-20 freeze:-10 from_<title>:8 full_<title>:7
  funciona:-15 funktioniert:-12 garden_$:-7 gardener:-12 gave:24 gdpr_<title>:11 gestern:-9
  gets:10 getting:-12 gewonnen:-14 ghosts:7 gisteren:-18 give_me:11 give_the:-16 goals:-5
  goaltype:16 going_$:9 google:15 had:20 had_a:10 half_of:6 hand:7 handle:-6 happened:7 happens:6
  has_been:9 has_to:-11 hate:7 haunted:12 have_to:7 hay:-5 healthy:-14 hello:7 help_$:-6
  help_me:10 helpful:-11 her:-14 here_$:5 hier:-5 hire:8 history:13 hmm:-5 holding:7 hour:8
  hour_$:12 how's:8 how's_it:10 how_are:27 how_do:-11 how_does:-21 how_far:11 how_is:14
  how_long:10 how_many:7 how_much:11 how_to:-8 hurt:15 i'm:-6 i_have:22 i_need:-8 i_start:9
  idea:13 idle:-12 ieri:-16 if_we:9 ik:12 in_<title>:-9 in_progress:8 instructions:-10 investor:-9
  invoice:13 involve:10 is_<number>:7 is_<title>:15 is_blocked:6 is_complete:10 is_free:-13
  is_it:9 is_running:7 is_status:-5 is_working:8 isn't_blocked:-5 item:13 its:-6 jaki:17
  jeszcze:19 job_$:-12 jobs:11 joke:-7 kann:14 katherine:9 keep:6 keys:-7 kill_<title>:11
  kindly:10 kinds:-10 kitchen:5 knock:-17 l:18 land:14 landed:-11 lands:17 larger:10 last:7
  last_night:-29 last_week:12 late:5 lay:10 leave_the:11 left:27 left_to:12 leg:-9 legal:-11
  level:13 lights_$:-22 limit:-5 limits:-14 lisbon:-14 list_all:10 live:6 lol:-5 long:10
  long_has:9 looked:12 looking:-8 looks:17 lovely:-12 low:10 low_priority:16 lunch:-18 made:16
  mails:22 make_a:-7 manual:-13 many_<title>:12 many_are:20 many_phase:15 marcus:6 maria:18
  mark_<number>:8 maybe:-12 me_$:9 me_an:5 me_how:13 me_where:17 measure:-16 merge:12 meridian:-23
  met:-11 might:-5 million:12 mind:-5 mindset:22 minutes:6 missing:18 model_$:8 moet:22 money:-18
  month:6 moon:-17 most_urgent:8 mother:-10 moving:15 my_<title>:24 my_boss:10 myself:7 ne:10
  nearly:24 never:9 news:8 next_$:5 next_?:21 next_one:9 nextcloud:-5 nigthly:-6 nine:19
  no_longer:-8 no_more:-5 noon:13 not_$:12 not_start:16 notes:-7 nova:20 number:-5 of_<number>:17
  of_these:14 off_$:-12 off_<number>:-14 oh:-13 old:21 on_$:13 on_the:8 once_<number>:5 only_$:11
  only_the:10 open:7 open_$:6 open_?:22 or:16 or_<number>:-5 order_<title>:10 oslo:-15 outside:-9
  over_the:13 overnight:-21 overview:37 own:13 owner:11 packages:20 pager:-12 parsr:-5 pay:6
  pending:11 percent:11 percentage:24 personality:7 phone:16 plan:9 plan_$:7 planned:12
  please_do:-12 please_don't:8 plus:-5 poem:-17 prepare:-11 president:-17 priya:18 process:-19
  professor:13 progress:9 progress_$:10 progress_?:20 project_?:18 prs:-16 puede:12 pull:8
  putting:-10 queries:-5 question:18 quickly:-7 quit:-12 rain:-15 raining:-20 ran:13 re:20
  reach:-9 read:10 reads:19 ready:11 ready_to:8 real:-13 recap:-5 red:17 redo:12 released:18
  remaining:10 remains:19 remind:-7 remove:11 report_<title>:7 requests_are:11 requirement:-8
  results:-7 revert:-5 review:7 right:9 rolling:-9 room:19 run_batch:15 running_?:8 rust:-16
  said:8 same_thing:7 sarah:-20 saved:14 schedule:6 sea:-15 server:15 set_up:8 settings:-7 ship:7
  shipped:9 should_do:-13 should_we:9 shouldn't:-15 showed:11 sing:-11 sit:19 site:-7 slips:18
  so_the:9 someone_on:11 song:9 sounds:13 speed:6 spent:-7 spring:8 stand:13 standing:11 stands:19
  start_<number>:7 start_?:10 start_anything:-6 start_phase:16 start_today:12 starting:18
  starts:26 state:23 state_of:15 status:15 status_$:17 status_<title>:6 status_?:22 status_of:7
  status_page:-10 status_please:18 status_the:20 still_open:7 stopped:-5 stopping:9 stories_$:6
  story:14 straight:15 streams_$:9 strike:-12 stuck:24 stuff_$:-7 sum:-10 summarise:-10
  summarize:-5 sure:7 surprise:-20 sync:-6 system:-11 são:-10 take_?:14 talk:9 talked:-8
  task_<title>:12 tasks:6 tasks_are:18 teach:-5 tell_me:5 tema:20 tempo:-17 ten:6 terms:8 test:-12
  that_$:-5 that_isn't:-6 the_auditors:5 the_blockers:-13 the_dashboard:-7 the_docs:-5 the_done:14
  the_garden:14 the_high:8 the_kill:5 the_kitchen:5 the_progress:7 the_project:5 the_report:12
  the_show:13 the_team:-18 the_tests:-6 their_own:11 thema:9 then_run:6 there_?:-8 they:-13
  this_?:-7 though:-11 thursday:-10 tips:-5 to_me:15 todo:11 tokens:6 told:5 tom:19 tonight:-8
  too:21 took:16 top-priority:-10 total:13 touch:10 touch_the:11 trabalhar:-15 tracking:-7
  train:-11 turn:6 turn_on:9 twice:-14 ugly:10 undefined:-18 under:14 understand:13 undo_<title>:8
  unencrypted:-9 up_<number>:5 up_?:-8 update:10 uptime:15 urgent:14 us_$:-8 use:-13 used:27
  useful:-9 user:17 users:18 users_$:10 uso:-18 usually:9 version:13 vs:19 waiting:19
  waiting_for:14 want_to:8 wants:20 warten:-7 watch:-11 water:-13 wczoraj:-24 we're:6 we_$:7
  we_?:18 we_get:-7 we_have:5 we_start:14 weather:-5 weed:-8 weit:15 well:7 went:24 were:25
  what's:10 what's_left:-8 what's_next:-8 what's_the:7 what_$:-6 what_can:5 what_does:13
  what_got:-6 what_happens:6 what_has:-6 what_if:15 what_was:-12 what_we:-10 what_would:18
  whats:12 when:7 when_<number>:18 where_are:19 where_do:22 which_tasks:22 while:13 who's:-5
  who_has:-14 who_to:-10 who_works:10 whoever:6 whose_turn:9 why:9 why_can't:15 with_the:7
  without:6 won:-7 wondering:21 words:15 work_on:8 worked:14 worth:13 would:7 would_<number>:15
  wrong_$:16 wrote:17 wurde:-11 y:-17 years:14 yes_start:-5 yet:5 yet_?:16 yo:-6 you've:-9
  you_know:-7 you_start:7 young:-8 yourself:-17 zablokowane:22 zien:5 zijn:8 zrobiono:-9 あ:23
  います:5 います_?:5
  `,
  report: String.raw`
  <number>_was:-17 ^_$:-12 ^_as:6 ^_bring:-6 ^_continue:-8 ^_encrypt:-5 ^_fix:-9 ^_give:8
  ^_need:10 ^_print:-6 ^_report:9 ^_update:-9 ^_weekly:8 ^_yesterday:10 a_status:15 a_summary:13
  achieved:28 added:5 after:-6 afterwards:17 agents_do:8 anybody:-5 archive_<title>:-8 asdf:-8
  ayer:22 bezig:-7 bootstrap:-7 broke:-10 bug:-7 bugs:11 burn:-13 burned:14 card:-6 carry:-9
  ce_who:12 cease:-14 changed:16 changelog:21 cheese:-5 chef:13 cipher:-9 co:17 come:-6
  comment:-11 compile:21 continue_with:9 copies:-5 cost:-8 crash:20 crash_?:6 daily:19 dame:17
  date:10 decide:-10 deferred:-6 deze:17 did:11 did_<number>:-9 did_the:9 did_we:12 didn't:13
  diese:20 digest:21 dit:-8 done_today:8 draft:11 email:-6 encrypt:-5 esto:-7 examples:-13
  exceeded:15 far:10 far_?:11 fass:16 finance:8 finished:6 forward:10 freeze:-10 funciona:-7
  funktioniert:-10 gardener:-7 general:14 generate:12 gestern:20 ghosts:-6 gisteren:24 give_the:5
  go_?:19 got_done:15 ha:-14 happened:14 haunted:-9 have_to:7 her:10 hier:9 history:15 hizo:18
  i_need:6 ieri:22 investor:15 is_er:17 is_status:20 its:6 joke:-10 just_the:-6 knock:-5 landed:26
  last:8 last_night:6 last_run:13 lay:-10 leg:-8 limit:7 looping:-5 make_a:7 make_me:11 me_an:-6
  me_what:8 mets:-6 monday:8 month:9 moon:-10 notes:11 numbers:9 on_where:11 ontem:14 overnight:23
  pager:15 pause_$:-5 poem:-14 prepara:18 prepare:14 progress_report:17 puede:-9 quit:-7 recap:25
  remind:-12 report:30 report_$:16 report_<title>:-27 report_for:23 report_please:21 report_the:21
  restarted:10 restarts:-16 results:17 review:10 riassunto:17 route:-5 rust:-10 résumé:15 sea:-9
  send_me:6 ship:-16 shipped:9 since:8 sing:-5 so_far:24 speed:-11 spent:16 sprint:20 stands:12
  standup:21 standup_$:14 starts:-7 status_please:5 stop_axiom:-8 stopped:-13 student:-9 sum:25
  summarise:27 summarize:21 summary:27 summary_of:19 surprise:-12 terms:11 test:-9 than:8
  the_last:12 the_week:12 this_week:15 thursday:12 times:-6 tom:-9 undefined:-15 uptime:-11
  useful:-8 uso:-8 was_done:12 was_finished:12 wczoraj:27 week:21 week_?:12 weekly:24 what_did:19
  what_got:27 what_has:12 what_the:8 what_was:33 where_we:10 who_to:10 won:-12 work_?:-5
  write_a:12 writing:16 written:9 wrong_$:-10 wurde:22 y:-12 yesterday:16 zrobiono:17 zusammen:16
  été:20
  `,
  list_agents: String.raw`
  <number>_ready:-11 ^_$:-12 ^_agents:11 ^_bring:-5 ^_continue:-5 ^_fix:-5 ^_has:8 ^_is:11
  ^_list:11 ^_print:-6 ^_restart:-16 ^_show:10 ^_team:12 ^_use:-15 ^_which:11 ^_who:9 ^_who's:27
  achieved:-12 active:20 agents:21 agents_?:30 agents_and:16 agents_are:26 agents_do:9
  agents_for:-10 alive:19 all_tasks:-6 already:6 also:6 am:9 and_tell:-7 any:17 anybody:18
  anyone:17 are_the:16 are_you:-12 asdf:-8 axiom:24 been:5 bezig:25 bootstrap:-14 bug:-10 bugs:-14
  busy:17 call:9 cat:-6 catalogue:-8 cease:-13 changelog:-9 cheese:-6 cipher:-10 come:-5
  comment:-11 copies:-7 could_be:-5 crash:-10 crash_?:-11 crew:7 cup:-6 currently_?:18 de:17
  dead:-10 deferred:-8 die:12 dit:-14 do_what:5 doing:20 doing_$:5 draw:-12 each:19 email:-10
  en:10 esto:-7 está:11 están:14 everybody:7 everyone:17 examples:-13 exceeded:-12 failed:14
  finished_$:-8 france:-5 free:10 freeze:-8 funciona:-7 funktioniert:-6 game:-6 gardener:-7
  general:-5 getting:-5 gewonnen:-13 ghosts:-7 got:9 ha:-16 handoffs:-11 has:8 has_<number>:13
  has_the:10 haunted:-9 hay:13 hello:-5 here_$:-8 history:-20 how_long:5 how_many:9 há:8 i_use:14
  idle:27 idle_?:11 is_free:5 is_marcus:10 joke:-9 katherine:6 keeps:15 knock:-11 last_night:5
  late:-9 lavorando:10 lay:-5 leg:-8 list:7 list_$:7 list_agents:7 list_all:8 looked:-10
  looking:15 manual:-9 many_agents:7 marcus:6 mark_<number>:-6 meridian:30 moment_?:6 money:-5
  moon:-9 more:-10 name:14 nearly:-8 needs:-6 news:-6 night_$:9 no_more:-6 notes:-7 now_?:7
  of_them:6 off_<number>:9 often:7 on_<title>:17 on_?:16 on_it:-5 on_what:12 one_of:6 owner:-7
  packages:-5 poem:-6 president:-18 puede:-9 quit:-7 raining:-11 restarts:9 review:-10 right_now:5
  running_?:13 running_agents:5 rust:-6 sandbox:-9 sarah:28 sea:-7 shipped:-12 should_do:11
  someone_on:-5 speed:-6 spin:-6 sta:10 stands:-6 status_$:10 status_of:9 stop_axiom:-5 stopped:-8
  sum:-8 summarise:-9 surprise:-13 teach:-10 team_$:21 test:-9 than:-8 the_stop:-6 the_team:11
  there_?:17 they:16 this_?:15 three:-7 times:13 tips:-8 too:-16 trabalhar:16 undefined:-15
  up_?:10 up_to:22 update:-5 uptime:6 useful:-8 uso:-8 watch:-7 what's_left:17 what_$:6 what_?:17
  what_did:-5 what_has:5 which_of:19 who:14 who's:27 who_has:24 who_is:12 who_to:-14 why_did:13
  won:-22 working:10 works:9 wrote:-13 y:-12 yesterday:-12 you've:8 zijn:-6 います:11 います_?:11 你:-6
  在:17
  `,
  help: String.raw`
  <number>_next:14 ^_$:18 ^_?:46 ^_continue:-5 ^_docs:18 ^_est:6 ^_good:10 ^_help:16 ^_hi:18
  ^_hmm:11 ^_i'm:7 ^_improve:8 ^_it:17 ^_ok:14 ^_something:9 ^_team:-8 ^_turn:6 ^_use:16 able:10
  able_to:10 about_<number>:-7 about_the:-15 ads:-10 agents_for:-6 allemaal:24 am:12 amet:-16
  an_agent:14 anyway:-12 archive_$:-5 are_the:-6 are_you:11 asdf:24 ate:23 benutze:23 better_$:11
  bezig:-10 bootstrap:-7 bored:19 bug:13 bugs:-13 buy:-10 can_do:27 can_i:11 cat:18 cease:-14
  changelog:-9 cheese:14 coffee:14 come:15 commands:46 commands_$:7 commands_?:19 comment:26
  cup:10 dashboards:-5 deferred:-8 desk:-5 developers:-5 dit:20 do_$:16 do_?:20 do_i:7
  do_something:5 do_you:8 dolor:8 environment:14 est_ce:6 esto:23 etc/passwd:-11 examples:25
  explain:6 extra:13 find:-12 flight:6 form:-8 freeze:-12 funciona:23 funktioniert:25 gardener:-7
  gardening:-10 getting:20 gewonnen:-7 ghosts:12 gisteren:-5 goals:14 good_morning:7 google:-12
  ha:-7 happened:-5 haunted:-9 healthy:-5 hello:18 help:24 help_$:29 help_<title>:-8 help_?:25
  here_?:9 hi:18 hier:9 history:-12 hmm:5 hmm_$:15 how_do:20 how_does:16 how_to:27 i'm:8
  i'm_new:16 i_am:6 i_don't:14 i_start:6 i_type:22 ieri:-7 improve:8 in_<number>:14
  instructions:20 ipsum:8 it_better:12 jeszcze:-13 joke:8 keeps:-10 kinds:15 knock:-6 know_what:21
  lay:-8 leg:-9 lights_$:10 lisbon:23 lorem:8 lost:16 love:7 mails:-5 make_it:6 make_me:-5 man:15
  manual:23 many_agents:-7 maybe:7 me_?:14 me_the:5 me_what:8 milk:17 moet:-8 money:13 moon:-8
  morning_$:19 new_here:17 notes:-7 nova:-7 ok:10 old:-16 on_$:-9 on_?:-12 options:18
  orchestrator:21 oslo:25 pause_$:-5 pizza:-14 play:-12 please_do:5 poem:20 puede:-11 quit:-7
  qwer:11 raining:7 ran_<number>:8 read:14 readers:-8 remind:17 restarts:-7 rust:9 said:-8 say:5
  sea:13 secret:16 section:-8 sing:15 sit:-12 some:12 something_$:14 song:-12 stopped:-7 stuff:5
  stuff_$:14 supposed:14 sure:19 surprise:11 talked:9 talked_about:12 teach:24 tempo:-17 terms:-5
  test:21 the_$:19 the_?:5 the_do:-7 the_lights:7 the_living:-5 the_thing:7 the_weather:14 third:7
  this:6 this_thing:14 ticket:-5 tips:5 to_run:-11 today_?:-12 translate:9 turn_on:11 twice:18
  type:15 undefined:14 update:-5 uptime:-11 use:9 use_this:14 useful:13 uso:24 want_to:5 what_$:10
  what_are:17 what_can:18 what_did:-10 what_i:15 which_commands:16 who_to:-7 world:10 worth:-5
  write_a:-9 write_me:12 y:19 yes:8 you're:8 you_$:12 you_?:21 you_do:8 you_know:12 yourself:19
  zijn:7 zxcv:11 你:14
  `,
  garden: String.raw`
  <number>_both:10 <number>_from:-11 <number>_says:16 <number>_still:11 ^_$:-12 ^_check:16
  ^_clean:9 ^_clear:17 ^_continue:-5 ^_drop:10 ^_execute:-8 ^_garden:16 ^_print:-15 ^_tidy:10
  ^_unblock:21 ^_update:8 and_nothing:14 asdf:-8 ate:-5 backlog:18 be_unblocked:18 bezig:-6
  blocked:14 blocked_but:23 blockers:12 blockers_$:8 bootstrap:-7 bring:10 bug:-16 bugs:-13 cat:-5
  cease:-14 changelog:-9 check:8 cheese:-5 clean:34 clean_$:8 clean_the:6 cleanup:12 clear:16
  come:-6 comment:-11 complete_$:12 copies:10 could_be:8 date:9 dead:17 deferred:-6 dependencies:6
  dependencies_are:14 depends:9 die:10 dit:-11 drop:6 duplicates:17 entire:-7 esto:-7 examples:-12
  exceeded:-5 finish_the:-11 flags:14 freeze:-7 funciona:-7 funktioniert:-5 garden:15 garden_$:24
  garden_<title>:-16 garden_the:6 gardener:24 gardening:27 gave:-11 general:-7 ghosts:-10 green:10
  ha:-8 haunted:-9 healthy:11 history:-9 id:8 is_a:5 joke:-9 knock:-5 la:18 lay:-5 leg:-8
  let_the:14 longer:5 make_the:15 marks:14 merge:12 mets:18 no_longer:9 nonstop:-16 notes:-7
  on_where:-5 ordnung:15 overall:-5 pause_$:-5 percentage:-10 play:-8 poem:-7 print:-10 puede:7
  quit:-7 reality:12 refresh_the:16 resolve:11 restarts:-6 roadmap:16 roadmap_and:5 route:13
  rust:-7 says_blocked:14 sea:-5 shardng:-14 shouldn't:14 show_the:-16 sing:-6 some:7 stale:18
  stands:-5 statuses:27 sum:-6 surprise:-13 sync:10 test:-9 the_backlog:8 the_blocked:6
  the_blockers:24 the_roadmap:15 the_statuses:14 then_run:14 these:8 though:13 tidy:22 tidy_up:12
  times:6 tips:-20 turn_on:-8 unblock:32 unblock_what:5 unblockable:7 unblocked:17 undefined:-15
  up_$:7 up_?:8 uptime:-11 useful:-8 uso:-8 weed:21 whether:5 y:-12
  `,
  stop: String.raw`
  <number>_instead:-13 <number>_on:-12 <title>_first:5 ?_the:12 ^_$:-12 ^_abort:25 ^_cancel:28
  ^_continue:-5 ^_don't:-19 ^_emergency:6 ^_end:12 ^_fix:-6 ^_garden:-10 ^_halt:24 ^_hold:5
  ^_kill:26 ^_nothing:13 ^_pause:8 ^_print:-6 ^_pull:16 ^_put:10 ^_restart:-6 ^_stop:23 ^_use:-5
  a_day:14 abort:29 abort_$:16 afterwards:-11 agent_on:8 agents_and:5 agents_for:16 agents_now:6
  alex:8 all_agents:22 all_work:6 an_agent:-7 anything_$:8 approve:-8 asdf:-8 asking:-13 back:6
  be_started:6 bezig:-6 bootstrap:-6 break:18 bug:-9 bugs:-8 burning:8 bus:-14 buton:-6 button:-5
  call:12 cancel:22 carry:-6 cease:24 changed:5 changelog:-10 cheese:-6 come:-6 comment:-10
  deferred:-6 definitely:12 dit:-8 don't_start:7 down:18 down_$:12 eating:-12 end:7 enough:24
  esto:-7 everybody:14 everyone:12 everything_now:16 everything_stop:25 examples:-9 for_today:24
  freeze:31 funciona:-7 funktioniert:-7 garden:-5 gardener:-10 getting:-6 ghosts:-6 goals:-8
  guessing:-16 ha:-7 halt:28 halt_$:16 haunted:-9 her:11 history:-9 hold:17 horses:11
  instead_$:-13 is_running:7 joke:-9 kill:16 kill_<title>:-24 kill_all:14 kill_it:21 knock:14
  last_night:-6 lay:-7 leg:21 looping:19 lunch:7 lunch_$:9 make_the:-15 mee:8 merge:-7 mission:11
  moment_?:8 more:7 night_$:-7 no_more:26 notes:-7 of_them:11 off_the:13 often:-5 on_where:-10
  orders:-20 para:19 pause:18 pause_$:7 pause_the:28 paying:-8 please_don't:14 please_stop:19
  plug:18 poem:-6 pull:13 putting:-11 quit:22 readers:-5 restarts:-6 review:-8 run_$:9 running_$:8
  running_agents:12 rust:-7 say:-11 sea:-5 should_be:9 shut:21 sing:-6 sleep:10 someone_on:-11
  spin:-5 stop:26 stop_$:19 stop_<number>:6 stop_all:12 stop_axiom:10 stop_button:-7
  stop_everything:28 stop_it:16 stop_the:7 stopped:25 sum:-11 surprise:-12 switch:-5 telegram:-22
  test:-9 text:-5 the_agents:5 the_run:9 till:8 todo:16 tonight:5 undefined:-15 until:6 update:-5
  uptime:-11 useful:-7 uso:-8 want_to:-10 words:-25 working_$:8 wrong:6 y:-12 you're:5
  `,
} as const;

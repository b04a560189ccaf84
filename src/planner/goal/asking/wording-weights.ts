// Written by `npm run learn:goals`: which words speak for what is asked, and how much, in tenths.
export const WEIGHTS = {
  work: String.raw`
  <number>_$:10 <number>_<number>:17 <number>_again:17 <number>_alone:5 <number>_and:12
  <number>_are:-5 <number>_as:9 <number>_asap:12 <number>_at:7 <number>_be:9 <number>_before:13
  <number>_blocked:10 <number>_blockers:22 <number>_but:8 <number>_can:5 <number>_do:15
  <number>_except:10 <number>_from:7 <number>_i:9 <number>_instead:7 <number>_it:18
  <number>_just:5 <number>_leave:11 <number>_no:8 <number>_not:15 <number>_nothing:15
  <number>_one:13 <number>_only:19 <number>_parallel:7 <number>_please:8 <number>_right:14
  <number>_says:-10 <number>_should:23 <number>_skip:18 <number>_thanks:7 <number>_the:19
  <number>_then:28 <number>_thru:6 <number>_to:23 <number>_together:16 <number>_tomorrow:-5
  <number>_up:22 <number>_with:17 <number>_without:10 <number>_work:11 <number>_yet:5 <title>_$:14
  <title>_a:13 <title>_agent:7 <title>_all:9 <title>_as:7 <title>_at:8 <title>_both:17
  <title>_can:-7 <title>_command:13 <title>_dashboard:14 <title>_do:6 <title>_docs:5
  <title>_done:9 <title>_for:6 <title>_go:8 <title>_going:11 <title>_in:27 <title>_is:-9
  <title>_issues:9 <title>_it:11 <title>_layer:10 <title>_not:15 <title>_now:24 <title>_one:9
  <title>_or:16 <title>_order:-6 <title>_phase:13 <title>_please:13 <title>_progress:12
  <title>_roadmap:9 <title>_should:14 <title>_so:10 <title>_start:21 <title>_stuff:15
  <title>_team:17 <title>_testing:8 <title>_that:8 <title>_the:15 <title>_then:9 <title>_thing:14
  <title>_to:15 <title>_together:24 <title>_was:-17 <title>_with:17 <title>_work:16 ?_start:19
  ?_the:-10 ^_$:11 ^_<number>:14 ^_<title>:14 ^_?:-11 ^_add:8 ^_agent:20 ^_agents:-18 ^_all:29
  ^_any:-11 ^_anything:14 ^_archive:6 ^_are:9 ^_batch:12 ^_begin:16 ^_both:19 ^_build:6 ^_check:-5
  ^_delete:21 ^_does:5 ^_don't:10 ^_encrypt:8 ^_everything:33 ^_execute:21 ^_finish:12 ^_garden:6
  ^_gdpr:8 ^_get:23 ^_group:16 ^_has:-13 ^_high:15 ^_hold:8 ^_i'd:11 ^_i'm:6 ^_implement:6
  ^_kick:22 ^_launch:25 ^_layer:11 ^_leave:25 ^_let:22 ^_let's:14 ^_list:-7 ^_make:7 ^_next:20
  ^_not:21 ^_one:16 ^_order:9 ^_parallel:16 ^_pause:9 ^_phase:26 ^_pick:17 ^_privcy:12
  ^_progress:-6 ^_restart:12 ^_resume:15 ^_rm:8 ^_run:11 ^_send:7 ^_should:-14 ^_show:-14
  ^_skip:18 ^_someone:7 ^_something:9 ^_start:14 ^_story:20 ^_system:17 ^_task:5 ^_the:9 ^_turn:11
  ^_undo:6 ^_update:5 ^_we:5 ^_whatever:19 ^_whichever:14 ^_whose:11 ^_work:18 ^_write:9 ^_ws:5
  ^_yesterday:-9 ^length0:12 ^length1:9 ^strange1:7 ^strange2:13 ^strange3:14 a_day:-10
  about_<number>:7 accounts:-8 acess:19 achieved:-15 active:-17 actually:14 ada:7 adaptaton:20
  adaption:20 add:21 add_the:5 address:13 administration:16 ads:19 after_<number>:-7 afternoon:11
  afterwards:-6 again_$:10 agent_$:11 agent_<title>:9 agents_and:-8 agnet:21 agnt:18 agree:12
  ahead:21 ahead_with:5 alert:13 algoritm:13 alice:15 alive:-5 all_$:21 all_<number>:6
  all_<title>:6 all_available:7 all_tasks:8 all_that:6 alla:-6 allemaal:-16 allow:16 alright:5
  also:7 am:-7 amet:24 an:9 an_<title>:10 and_not:7 and_run:14 and_start:11 and_tell:9 and_the:8
  and_then:8 another:9 answers:13 anybody:-26 anything_but:16 anything_else:10 anyway:-9 api:19
  app:22 approve:14 approved:-15 architecture:10 archive:6 archive_<title>:6 are_$:-16 are_the:-14
  around:-10 as:8 as_<number>:5 as_done:18 as_the:7 asap:12 asdf:-18 asked:-20 asking:5 assign:20
  at_<number>:7 at_once:6 ate:-18 auditors:7 auth:21 auto:16 available_work:11 avant:-11 away:16
  axiom:-7 ayer:-16 backend:5 backups:20 bad:-18 bakery:18 bank:-10 basic:9 batch_$:23
  batches_<title>:14 be_done:8 be_started:17 begin:13 begin_$:13 behaviour:7 ben:10 benutze:-21
  better:8 bezig:-20 bigger:-10 biggest:18 bins:8 birthday:17 bit:6 blocked_but:-12 blockers_$:-5
  blue:21 bmad:13 book:11 bootstrap:15 bored:-15 boss:-6 bot:14 both:7 both_<number>:9
  both_<title>:18 both_of:10 branches:11 broke:-12 build_the:5 built_$:15 bus:19 but:6
  but_<number>:6 but_leave:8 buton:24 button:18 buy:24 by_friday:21 by_side:12 by_the:14 call:-6
  callback:15 called:-9 can_$:21 can_wait:11 care:19 carry:29 cat:-6 catalogue:17 cats:20 ce:-5
  cease:-16 chanel:13 change:24 changed:-23 changelog:-18 channels:17 chart:16 cheaper:17
  cheese:-7 choice:17 chop:18 claude:13 cleanup:9 cli:14 client:19 clients:15 close:8 co:-9 code:8
  code_<title>:15 codex:15 coffee:6 colleague:-5 colour:18 comand:26 come:-21 comes:16 command:17
  command_$:9 commence:19 comment:-17 commit:-13 compile:-16 config:11 configuraton:14 confirm:6
  confirm_their:6 contxt:20 copies:9 cost:-15 costs:9 crashed:-8 create:8 critical_ones:27
  criticals:7 curl:14 current:-9 currently_?:-11 customer:-6 customers:-8 czy:-21 dashboard:5
  dashboards:13 database:21 databse:21 date:-16 datenexport:14 days:-5 db:16 de:-12 decompositon:5
  decompositon_engin:5 deferred:-20 delete:8 delete_<number>:6 deliver:11 demo:6 depend:-7
  dependencies_are:-5 dependency:9 depends:-16 deploy:27 desk:12 detecton:17 developement:12
  developers:12 did_the:-5 did_we:-17 die:-11 diese:-6 digest:-13 dit:-20 do_$:-5 do_<number>:11
  do_<title>:25 do_all:22 do_everything:35 do_it:13 do_not:7 do_something:8 do_that:13 do_the:10
  do_what:-5 do_you:10 docs_$:21 documentation:11 dog:23 dogs:16 don't_$:15 done_$:5 done_?:-6
  done_today:7 down:5 download:13 draw:21 drop_table:11 dunno:7 duplicates:-8 during:18 dynamc:13
  e-mail:8 early:23 easy:12 eating:15 edit:11 editor:10 eight:13 either:15 else_$:9 email:21
  emergency:5 emergency_stop:8 emial:16 en:6 enable:16 encrypt:8 encrypt_the:17 encrypted:6
  encyption:6 ending:15 enforcment:9 engin:9 engin_$:9 enhancements:6 enough:-9 entire:18 entre:16
  enum:23 enviroment:16 environment:-5 esto:-20 está:-12 están:-10 etc/passwd:22 euros:19
  evening:-5 every:5 everyone:-14 everything_$:14 everything_but:7 everything_stop:-16
  examples:-18 exceeded:-15 execute:20 execution:-7 explain:-9 extracton:13 factor:18 fail:-12
  fass:-10 fast:20 faster:20 feature:8 features:17 figures:16 finacial:12 finacial_<title>:12
  final:6 find:22 finds:14 finish:5 finish_the:12 finished_?:-6 fire:12 fired:-11 firewall:20
  first:10 first_$:7 first_batch:10 fits:18 fix_it:9 flat:8 fly:14 for:7 for_now:13 for_please:8
  for_today:-17 force:19 forget:11 form:19 forward:-6 found:-10 foundation:22 foundations:19
  four_hours:15 france:24 freeze:-18 from:6 from_<number>:7 from_the:19 funciona:-20 functions:14
  funktioniert:-23 game:18 garden_$:-9 garden_<title>:12 gardener:-13 gardening:-9 gates:13
  gave:-23 gdpr:7 gdpr_<title>:-7 general:-12 get:8 get_<number>:14 get_going:15 get_the:9
  gewonnen:21 ghosts:-10 gisteren:-10 git:15 git_$:17 give_the:7 go:6 go_$:28 go_for:11 go_go:10
  goaltype:-11 goes:12 good:21 grab:14 grafana:8 grandmother:17 great:14 green:-9 groq:6 group:14
  guessing:17 guide:13 guide_$:20 ha:13 had:-6 half_of:-5 handle:19 handler:15 handoffs:17
  happen:6 happened:-18 happy:7 harden:21 hardenning:15 hardning:19 has_been:-13 has_to:21 have:10
  have_$:9 have_<number>:11 have_the:10 have_to:-8 hay:-14 hello:-17 help_<title>:20 help_me:-12
  helpdesk:13 helper:14 helpful:21 her:-12 here_$:-6 here_?:-6 high_priority:5 highest:7
  highest_priority:7 history:-27 hizo:-8 hm:21 hmm:5 hmm_$:-5 holding:-13 home:16 hook:9 hour_$:-7
  hours_$:5 how_long:-7 hurt:-7 i've:7 i've_been:19 i_do:5 i_have:-13 i_meant:11 i_need:8
  i_think:8 i_type:-12 idea:-7 idle:-7 ieri:-11 if_<number>:12 if_i:11 if_it:5 ignore:12 ik:-8
  images:18 imgae:16 immediately_$:9 implement:6 implement_<number>:21 implement_<title>:16
  important:15 improvements:11 improvments:12 improvments_$:12 in_$:26 in_<number>:-7
  in_<title>:15 in_parallel:8 including:6 information:19 install:19 instead:15 instead_$:19
  instructions_and:7 interesting:21 into_smaller:12 investor:-7 invoice:-7 invoices:20
  invoices_$:10 is_available:13 is_complete:-6 is_done:10 is_free:13 is_it:6 is_left:13 is_not:12
  is_the:6 isn't_blocked:19 issues_<title>:9 it's:20 it_$:12 it_?:10 it_going:6 it_would:17
  item:-5 items_$:16 itself:11 jest:13 jeszcze:-8 job_$:19 joke:6 just:11 just_do:20 katherine:-6
  keys:19 kill_it:-13 know_what:-6 knows:16 l:-8 landed:-14 lands:-10 language_model:8 laptop:7
  largest:16 last:-5 later_$:7 launch_<number>:14 lavorando:-10 law:13 layer:16 layer_$:5
  layer_<title>:11 least:8 leave_<number>:6 left_?:5 leg:-15 legal:22 let:5 let's:9 let's_get:5
  let_subscribers:6 let_the:-5 level_<number>:12 lights_$:5 like:6 limit:-5 limits:18 lisbon:-20
  list_$:8 list_agents:6 list_all:-6 living:8 living_room:8 login:24 logs:17 lol:19 lol_$:14
  look:6 looking:-11 looks:-18 looping:-14 lost:-11 lot:14 lovely:15 low_priority:-8 lunch:14 m:7
  machine:15 made:-21 mail:17 mails:-21 main:18 make:12 make_the:8 manager:8 managment:13
  managment_$:13 maria:-14 maybe:9 me_an:5 me_how:-15 mean_<number>:10 meant:11 meant_<number>:11
  measure:25 medium:18 mee:-9 meeting:10 merge:-20 merged:8 message:15 met:11 mets:-17 might:19
  migrate:22 migration:15 milk:-10 million:-8 mind:11 mindset:-20 minus:5 missing:-8 mobile:9
  moet:-13 moment_?:-6 monitoring:17 monitorng:18 month:-6 moon:23 morning_$:-18 mother:18 move:12
  music:12 must:18 my_<title>:-11 my_boss:-10 myself:-5 nadia:14 nearly:-12 need_<number>:11
  needed:14 needs:8 new_$:12 new_one:9 next:9 next.js:15 next_$:8 next_task:12 next_thing:14
  nextcloud:17 nexus:10 nice:26 nigthly:19 nine:-13 no_$:28 no_<number>:19 no_<title>:17 nobody:9
  nobody_has:7 nonstop:25 noon:-9 not_run:5 not_start:-5 nothing_$:27 nothing_else:6 notice:5
  now_$:7 now_?:-13 number:22 observabilty:26 off:8 off_$:19 office:5 often:-18 oh:10 ok:9 on_$:8
  on_monday:9 one:9 one_<number>:6 one_marked:11 one_with:12 ones:5 ones_that:8 only:7
  only_<number>:19 ontem:-6 oops:15 opening:10 optimisation:11 optimise:11 optimised:13
  options:-12 optmize:14 or_<number>:23 or_<title>:5 orchestrator:-9 orders:22 ordnung:-8 oslo:-21
  other:21 our:11 out:12 outside:20 overall:23 overnight:-8 overview:-15 page:21 page_$:18 pages:6
  para:-12 parallel_$:10 parallel_group:17 parsr:16 part:11 paser:12 pause_the:-17 paused:17
  paying:10 pending:6 phase:6 phase_$:10 phone:-12 pick:6 pick_up:21 picture:16 pictures:5
  pictures_for:13 piece:6 pieces:14 pizza:27 place:8 play:13 please_<number>:31 please_begin:16
  please_don't:-11 please_run:21 please_start:25 please_stop:-7 please_the:13 plus:20 poem:-7
  polcy:10 possible:24 posts:10 prepara:-9 prepare:-7 president:23 print_your:7 prio:10
  priorities:7 priority:10 priority_$:18 privcy:12 priya:-14 proceed:23 process:24 prod:16
  production:9 professor:-8 progresive:16 progress_<title>:8 project:8 project_<title>:10
  project_?:-7 proper:18 protecton:20 prs:22 puede:-6 pull:-7 putting:21 queries:15 question:-19
  quick:12 quick_one:9 quickly:18 quit:-18 qwer:-6 rain:17 raining:10 raise:18 ran_<number>:-11
  rather:11 re:-18 reach:18 read:-16 readers:22 reads:-10 real:18 really:10 recall:6 recap:-14
  recommend:17 refresh:5 registery:8 regression:20 regsitry:14 released:-16 remaining:5
  report_<title>:7 report_for:-9 repository:7 request:12 requests_$:13 requirement:25
  requirements:23 reset:11 rest:6 rest_$:18 restarted:-10 restarts:-14 results:-10 resume:19
  resume_$:12 revert:17 review:-11 rf:7 riassunto:-12 right_of:5 rm:7 rm_rf:7 roadmap_<title>:9
  roadmap_please:8 rol:12 rolling:15 room:-8 root:5 rotterdam:19 run_<number>:7 run_<title>:14
  run_all:13 run_everything:12 run_it:13 run_phase:14 running_$:-12 running_<number>:7
  running_?:-18 rush:5 résumé:-7 s:17 s-sized:18 safe:18 said:5 sandbox:18 saved:-9
  says_blocked:-6 schedule:11 scratch:14 screen:18 script:13 sec:17 second:5 secret:-12 section:12
  secure:18 see:6 send:5 sent:7 server:-6 session_<title>:9 settings:14 setup:14 sh:14 shardng:25
  ship:19 shipped:-5 shortest:20 showed:-8 shows:10 side_by:12 sit:-6 site:10 size:5 sized:12
  skeleton:9 slips:-11 slow:6 small:14 small_tasks:12 smallest:25 so_<number>:10 so_far:-15
  something_small:16 song:9 sorcing:6 sorry_<number>:16 sounds:-11 space:11 speed:12 spin:19
  split:21 spring:-6 sprint:-18 sta:-10 stage:9 stage_<number>:9 stand:-6 stands:-21 star:10
  starred:14 start_<title>:16 start_all:15 start_anything:11 start_it:14 start_on:5 start_phase:-7
  start_that:5 start_what:18 start_whatever:21 starting:-13 starts:-23 status_page:17
  status_please:-11 stop_<title>:13 stop_button:10 stopgap:13 stopped:-15 stopping:-6 stopwatch:17
  story_$:9 story_command:12 straight:-11 stream:6 stream_$:8 streams_$:7 streams_<number>:20
  strike:17 stuck:-20 student:18 students:8 stuff:14 subscribers:6 subscripton:7 sudo:17 sum:-16
  summarise:-20 summarize:-13 supposed:-8 sure:-15 switch:19 sync:6 system:17 são:8 table:24
  tables:15 tackle:13 take:5 take_<number>:27 take_on:14 take_the:5 takes:9 taks:12 talk_to:7
  task_$:7 task_please:18 tasks_$:7 teach:-8 teams:5 telegram:26 tema:-14 tempo:16 ten:-11
  terms:-24 test:-17 testing_$:13 testing_<title>:9 testing_and:9 tests_$:31 text:16 than:6
  thank:7 thank_you:7 thanks:11 that:8 that's:14 that's_ready:6 that_$:18 that_are:9 that_isn't:13
  that_one:12 that_takes:13 that_the:9 the_<number>:15 the_?:12 the_auditors:-8 the_biggest:8
  the_dashboard:21 the_do:8 the_docs:18 the_language:15 the_large:7 the_lot:13 the_most:16
  the_only:5 the_orchestrator:17 the_other:7 the_phase:6 the_please:6 the_rest:5 the_small:8
  the_start:12 the_status:5 the_task:6 the_tests:14 the_two:19 the_urgent:7 the_weekend:-8 then:9
  then_run:-15 thing_$:13 things_$:17 through:15 throw:12 thru:6 thru_<number>:6 ticket:12 time:16
  time_$:8 times:-6 tips:16 to_<title>:7 to_have:5 to_main:20 to_run:9 to_see:8 to_the:7 today:7
  todo:-23 together_$:16 told:-6 tom:-8 tomorrow:13 tomorrow_$:13 too_much:6 took:-14 top:20
  top-priority:21 touch_the:-8 touched:6 trabalhar:-6 tracking:12 train:16 tuning:17 turn_on:-10
  twice:-14 types:6 um:12 unblock:-7 understand:-16 undo:7 unencrypted:12 until:9 up_$:6
  up_<title>:14 update:-7 uptime:-20 us:8 us_$:21 used:-25 user:-14 uso:-18 usually:-8
  utilisation:17 utilisaton:9 validaton:14 vendors:15 ver:8 verfication:9 verify:7 version:-6
  video:17 visual:13 vs:-11 wait_<number>:14 wall:14 wallet:20 want:9 want_<number>:22 wants:-11
  warehouse:21 warten:14 was_finished:-12 watch:19 water:21 wczoraj:-13 we_?:-11 we_get:9
  we_have:-5 we_need:22 we_should:14 we_start:-10 weather:12 website:23 weed:-12 weekly:-14 well:5
  went:-17 were:-12 what's_next:21 what_$:-12 what_?:-7 what_are:-10 what_can:-7 what_got:-8
  what_we:17 whatever:7 when_<number>:-15 when_you:15 which_one:7 which_tasks:-7 whichever:16
  while:-9 white:11 who_to:11 whole:5 whose:5 why_can't:-14 why_did:-5 widget:16 wild:11 will:13
  win:16 wins:20 wire:12 with_<number>:14 with_<title>:11 with_a:10 without_<number>:11
  without_the:8 won:12 wondering:-6 work_that:14 worked:-5 working_$:9 would_<number>:-8 write:6
  write_the:13 wrong_$:-16 ws:5 ws_<number>:5 xs:18 y:-9 year:13 years:-8 yes:9 yes_start:22
  yesterday_$:9 yo:10 you:5 you're:-9 you_?:-7 you_are:10 you_have:7 you_take:19 young:12 your:14
  yourself:-12 zablokowane:-14 zijn:-9 zrobiono:-9 zusammen:-10 zxcv:-6 été:-7 あ:-16 在:-9
  `,
  status: String.raw`
  <number>:8 <number>_are:5 <number>_done:8 <number>_for:5 <number>_from:6 <number>_has:12
  <number>_is:6 <number>_need:22 <number>_next:-6 <number>_now:15 <number>_on:10 <number>_ones:10
  <number>_or:5 <number>_please:9 <number>_ready:9 <number>_right:-6 <number>_run:6
  <number>_start:5 <number>_then:-10 <number>_together:-8 <number>_tomorrow:12 <number>_was:23
  <title>:8 <title>_?:8 <title>_a:-10 <title>_archive:14 <title>_by:13 <title>_can:11
  <title>_from:12 <title>_has:13 <title>_in:-17 <title>_is:27 <title>_job:13 <title>_launch:8
  <title>_of:9 <title>_one:-5 <title>_order:14 <title>_progress:-16 <title>_stories:5
  <title>_tasks:6 <title>_was:35 <title>_with:-5 <title>_would:13 ^_$:-16 ^_?:-18 ^_build:6
  ^_cancel:-11 ^_continue:7 ^_did:14 ^_do:6 ^_don't:13 ^_has:7 ^_hmm:-12 ^_how's:8 ^_if:12 ^_is:8
  ^_it:-15 ^_level:7 ^_list:20 ^_no:6 ^_nothing:-10 ^_print:7 ^_progress:19 ^_project:7 ^_quick:5
  ^_should:19 ^_show:27 ^_so:13 ^_status:14 ^_system:-10 ^_turn:-8 ^_undo:5 ^_what's:7 ^_whats:12
  ^_when:11 ^_who's:-5 ^_yesterday:7 ^question:15 a_day:8 about:10 about_<title>:8 about_the:15
  accounts:13 acess:-5 active:11 after_<number>:17 agents_$:-14 agents_and:-6 agents_are:-5
  agents_do:-12 agreed:10 alice:-7 alive:-6 all_tasks:8 alla:16 allemaal:-12 along:5 already_$:17
  also:-18 am:-5 amet:-11 an_agent:-5 an_hour:15 and_<title>:7 and_run:-8 any:-5 anybody:11
  anything_but:-6 anyway:20 approved:16 archive:6 archive_$:6 archive_completed:12 are_$:15
  are_ready:7 are_the:10 are_we:19 are_you:5 around:15 as_next:7 asdf:-10 asked:26 at_once:-13
  ate:-12 available_$:8 avant:16 axiom:-17 ayer:-18 backups:-6 bad:24 bakery:-14 bank:11 bar:8
  batch_<title>:5 batches:5 batches_<title>:-5 be_finished:21 be_unblocked:-5 benutze:-11
  between:9 bezig:-20 big:9 bigger:15 blocked:14 blocked_$:6 blocked_?:25 blocked_but:-7
  blockers_$:5 blocking:18 blocks:10 blue:-17 bob:9 bootstrap:7 boss:5 bother:-9 broke:24
  budget:11 bug:-15 burn:12 burned:-13 bus:-6 buy:-9 by:11 by_friday:-9 call:-13 called:16
  can_do:-9 can_we:11 can_you:-10 car:10 cat:-7 cats:-14 cease:-14 changed:-12 changelog:-12
  cheaper:-15 cheese:-5 choice:-10 chop:-5 cipher:13 circumstances:5 cleanup:-5 client:-11 co:-9
  coffee:-12 colleague:11 colour:-13 come:5 coming:17 comment:-20 comments:9 commit:19 compile:-7
  complete_$:-11 completed_batches:7 confidence:10 continue_with:-11 copies:-17 copy:8 cost:32
  could_<number>:9 could_be:6 crew:-8 critical:10 criticals:5 cup:-10 current:15 currently:14
  customer:13 customers:16 czy:23 dashboard:7 dashboard_$:12 days:10 decide:8 deferred:25
  definitely:-12 delivered:11 demo:-8 depend:15 dependency:-11 depends:16 deze:-9 did_<number>:12
  did_the:5 didn't:-5 die:-11 diese:-9 discussed:7 dit:-8 do_something:-7 do_we:6 do_you:-5
  does_<number>:12 dog:-15 dogs:-11 doing_?:13 don't_do:8 don't_run:13 don't_want:11 done_?:18
  done_and:7 done_today:-12 done_yet:7 draft:-14 each:-12 early:-11 edit:-7 ejecutes:12 else_$:-6
  email:-16 end:-9 environment:-16 errors:7 esto:-15 está:7 euros:-5 even:-10 evening:11 ever:12
  everybody:-15 everyone:-18 everything_<title>:12 everything_that:8 examples:-19 execution:14
  explain:14 fail:6 failed:-5 far_along:11 far_are:7 fast:-10 faster:-8 feature:-6 features:-6
  files:6 finally:6 finance:-6 findings:12 finish:12 finished_$:5 finished_?:25 fire:6 fired:15
  fix_it:-11 fixed:9 for_<number>:11 for_<title>:5 for_now:-5 found:15 foundations:-14 france:-20
  freeze:-10 friday_$:-5 from_<title>:8 full_<title>:6 funciona:-16 funktioniert:-14 garden_$:-5
  gardener:-11 gave:25 gdpr_<title>:11 gestern:-12 get_going:-5 gets:10 getting:-10 gewonnen:-13
  ghosts:7 gisteren:-17 give_me:12 give_the:-16 goaltype:15 going_$:10 google:15 had:19 had_a:11
  half_of:6 hand:6 handle:-5 happened:7 happens:7 harden:-6 has_been:10 has_to:-11 hate:8
  haunted:11 have_to:7 healthy:-13 hello:6 help_$:-7 help_me:10 helpful:-10 her:-14 here_$:7
  hier:-7 hire:7 history:13 hmm:-5 holding:7 hour:10 hour_$:11 how's:8 how's_it:10 how_are:29
  how_do:-11 how_does:-18 how_far:9 how_is:13 how_long:10 how_many:8 how_much:13 how_to:-8 hurt:13
  i'm:-6 i've_been:-6 i_have:21 i_need:-7 i_start:8 idea:13 idle:-12 ieri:-17 if_we:11 ik:10
  in_<title>:-10 in_progress:8 instructions:-10 investor:-8 invoice:15 involve:11 is_<number>:8
  is_<title>:14 is_blocked:6 is_complete:12 is_finished:5 is_free:-13 is_it:9 is_running:7
  is_working:7 item:13 its:-9 jaki:17 jeszcze:20 job_$:-10 jobs:13 joke:-8 kann:15 katherine:9
  keep:6 keys:-5 kill_<title>:11 kindly:10 kinds:-8 kitchen:5 knock:-16 l:18 land:14 landed:-11
  lands:18 larger:9 last:7 last_night:-34 last_week:12 lavorando:-5 lay:10 leave_the:11 left:27
  left_to:13 leg:-10 legal:-12 level:13 lights_$:-24 limits:-12 lisbon:-12 list_all:11 live:5
  lol:-5 long:11 long_has:10 looked:16 looking:-10 looks:20 lovely:-10 low:10 low_priority:15
  lunch:-15 made:17 mail:-5 mails:24 make_a:-5 manual:-13 many_<title>:13 many_are:18
  many_phase:16 marcus:6 maria:17 mark_<number>:8 maybe:-12 me_$:8 me_an:5 me_how:12 me_where:19
  measure:-16 merge:12 meridian:-23 message:-5 met:-9 mets:-11 might:-7 million:12 mind:-5
  mindset:21 minutes:7 missing:18 model_$:8 moet:25 money:-18 month:6 moon:-16 morning_$:-5
  most_urgent:9 mother:-9 moving:12 my_<title>:24 my_boss:8 myself:8 ne:9 nearly:21 never:8 news:9
  next_$:6 next_?:23 next_one:9 nigthly:-6 nine:18 no_longer:-6 no_more:-6 noon:13 not_$:12
  not_start:15 notes:-7 nova:20 number:-7 of_<number>:16 of_these:14 off_$:-12 off_<number>:-15
  oh:-11 ok:-5 old:21 on_$:14 on_?:5 on_the:8 only_$:11 only_the:8 open:7 open_$:5 open_?:21
  opening:-5 or:15 or_<number>:-5 order_<title>:10 oslo:-15 outside:-8 over_the:11 overnight:-20
  overview:34 own:12 owner:10 packages:22 pager:-13 parsr:-5 pay:12 pending:11 percent:10
  percentage:23 personality:8 phone:16 pieces:-5 plan:8 plan_$:8 planned:11 please_do:-11
  please_don't:9 plus:-6 poem:-17 prepare:-10 president:-17 priya:18 proceed:-7 process:-21
  professor:13 progress:10 progress_$:9 progress_?:21 project_?:19 prs:-17 puede:11 pull:9
  putting:-10 queries:-5 question:20 quickly:-8 quit:-12 rain:-13 raining:-17 ran:12 re:21
  reach:-9 read:9 reads:18 ready:11 ready_to:8 real:-12 recap:-6 red:18 redo:13 released:19
  remaining:11 remains:18 remind:-5 remove:10 report_<title>:8 requests_are:10 requirement:-8
  requirements:-5 results:-7 revert:-6 review:8 right:8 rolling:-12 room:20 run_batch:15
  running_?:9 rust:-16 said:8 same_thing:8 sarah:-19 saved:14 schedule:6 sea:-16 server:16
  set_up:8 settings:-8 ship:8 shipped:9 should_do:-13 should_we:9 shouldn't:-16 showed:11 sing:-12
  sit:20 site:-6 slips:17 so_the:9 someone_on:11 song:8 sounds:14 space:-5 speed:7 spent:-9
  spring:11 sta:-5 stand:15 standing:9 stands:18 start_<number>:7 start_?:10 start_anything:-7
  start_phase:17 start_today:11 start_what:-5 starting:18 starts:27 state:24 state_of:14 status:15
  status_$:17 status_<title>:7 status_?:23 status_of:6 status_page:-12 status_please:17
  status_the:23 still_open:8 stopped:-7 stopping:10 stories:5 stories_$:6 story:14 straight:16
  streams_$:8 strike:-11 stuck:23 stuff_$:-9 sum:-12 summarise:-10 summarize:-5 sure:6
  surprise:-23 sync:-5 system:-10 são:-9 take_?:12 talk:8 talked:-9 task_<title>:11 tasks:7
  tasks_are:15 tell:5 tell_me:5 tema:21 tempo:-16 ten:7 terms:9 test:-12 that_isn't:-7 that_the:-6
  the_agents:-5 the_blockers:-16 the_done:13 the_garden:14 the_high:9 the_kitchen:5 the_progress:6
  the_project:6 the_report:12 the_show:12 the_team:-21 the_tests:-6 their_own:11 thema:10
  then_run:6 there_?:-6 they:-11 this_?:-9 though:-11 thursday:-11 tips:-5 to_go:5 to_me:16
  todo:10 tokens:8 told:6 tom:19 tonight:-9 too:20 took:16 top-priority:-9 total:10 touch:8
  touch_the:12 trabalhar:-13 tracking:-5 train:-11 turn:6 turn_on:10 twice:-14 type:-7 ugly:9
  undefined:-18 under:15 understand:15 undo_<title>:9 unencrypted:-6 up_<number>:5 up_?:-9
  update:11 uptime:16 urgent:13 us_$:-9 use:-13 used:28 useful:-9 user:16 users:18 users_$:11
  uso:-19 usually:10 ver:5 version:14 vs:19 waiting:20 waiting_for:16 want_to:7 wants:19 warten:-8
  watch:-11 water:-12 wczoraj:-23 we're:7 we_$:6 we_?:17 we_get:-7 we_start:14 weather:-7 weed:-9
  weit:17 well:9 went:23 were:25 what's:10 what's_left:-8 what's_next:-8 what's_the:8 what_$:-5
  what_does:15 what_got:-5 what_happens:7 what_has:-6 what_if:14 what_was:-11 what_we:-10
  what_would:20 whats:12 when:7 when_<number>:19 where_are:21 where_do:15 which_tasks:20 while:12
  who's:-5 who_has:-12 who_to:-10 who_works:10 whoever:8 whose_turn:9 why:9 why_can't:16
  with_the:8 without:6 won:-6 wondering:19 words:16 work_on:9 worked:14 world:-5 worth:14 would:7
  would_<number>:13 wrong_$:16 wrote:16 wurde:-11 y:-16 years:14 yes_start:-7 yet:6 yet_?:18
  you've:-10 you_know:-8 you_start:6 you_to:7 young:-9 yourself:-17 zablokowane:20 zijn:6
  zrobiono:-9 あ:21 います:6 います_?:6
  `,
  report: String.raw`
  <number>_was:-15 ^_$:-11 ^_as:7 ^_bring:-6 ^_continue:-9 ^_fix:-9 ^_give:8 ^_has:-5 ^_need:11
  ^_print:-8 ^_report:8 ^_update:-8 ^_weekly:6 ^_yesterday:10 a_status:17 a_summary:14 achieved:24
  added:5 after:-7 afterwards:17 agents_do:9 anybody:-7 archive_<title>:-7 asdf:-8 ayer:22
  bezig:-7 bootstrap:-7 broke:-12 bug:-7 bugs:10 burn:-12 burned:14 carry:-8 ce_who:12 cease:-14
  changed:16 changelog:21 cheese:-5 chef:14 cipher:-9 co:17 come:-5 comment:-11 compile:20
  continue_with:9 copies:-5 cost:-7 crash:21 crash_?:5 crashed:5 daily:17 dame:16 date:9
  decide:-10 deferred:-6 deze:16 did:12 did_<number>:-9 did_the:9 did_we:12 didn't:13 die:-5
  diese:20 digest:23 dit:-8 do_what:5 done_today:8 draft:12 email:-8 esto:-7 examples:-13
  exceeded:13 far:9 far_?:10 fass:16 finance:7 finished:7 forward:11 freeze:-10 funciona:-7
  funktioniert:-11 gardener:-7 general:14 generate:13 gestern:17 ghosts:-7 gisteren:24 give_the:5
  go_?:19 got_done:13 ha:-13 happened:14 haunted:-9 have_to:6 her:12 hier:9 history:16 hizo:16
  i_need:7 ieri:22 investor:15 is_er:17 is_status:19 its:8 joke:-9 just_the:-6 knock:-5 landed:26
  last:6 last_night:5 last_run:17 lay:-8 leg:-9 limit:6 looping:-5 make_a:8 make_me:12 me_an:-6
  me_what:8 mets:-13 monday:9 month:10 moon:-9 notes:10 numbers:8 on_where:13 ontem:17
  overnight:24 pager:15 play:-5 poem:-13 prepara:17 prepare:14 progress_report:17 puede:-9 quit:-7
  recap:25 remind:-11 report:30 report_$:17 report_<title>:-24 report_for:23 report_please:25
  report_the:21 restarted:10 restarts:-14 results:17 review:10 riassunto:19 rust:-10 résumé:14
  sea:-11 send_me:7 ship:-18 shipped:9 since:8 sing:-6 so_far:26 speed:-10 spent:17 sprint:20
  stands:11 standup:21 standup_$:14 starts:-6 status_please:5 stop_axiom:-8 stopped:-13
  student:-11 sum:25 summarise:27 summarize:21 summary:26 summary_of:21 surprise:-13 terms:10
  test:-9 than:8 the_last:14 the_week:13 this_week:15 thursday:11 times:-7 tom:-10 undefined:-15
  update:5 uptime:-10 useful:-9 uso:-8 was_done:12 was_finished:11 wczoraj:27 week:21 week_?:14
  weekly:24 what_did:18 what_got:27 what_has:12 what_the:8 what_was:33 where_we:9 who_to:9 won:-11
  write_a:10 writing:13 written:9 wrong_$:-11 wurde:24 y:-11 yesterday:15 zrobiono:17 zusammen:16
  été:19
  `,
  list_agents: String.raw`
  <number>_ready:-8 ^_$:-11 ^_agents:11 ^_bring:-5 ^_continue:-5 ^_fix:-5 ^_has:8 ^_is:11
  ^_list:11 ^_print:-8 ^_restart:-17 ^_show:10 ^_team:11 ^_use:-16 ^_which:11 ^_who:9 ^_who's:28
  a_day:-5 achieved:-12 active:19 agents:22 agents_?:28 agents_and:15 agents_are:21 agents_do:7
  agents_for:-10 alive:21 all_tasks:-5 already:6 also:7 am:11 and_tell:-6 any:17 anybody:18
  anyone:16 are_the:18 are_you:-12 asdf:-8 axiom:24 been:5 bezig:25 bootstrap:-16 bug:-10 bugs:-15
  burn:-5 busy:16 call:10 cat:-7 catalogue:-8 cease:-13 changelog:-9 cheese:-5 cipher:-11
  coffee:-5 come:-5 comment:-11 copies:-9 could_be:-5 crash:-11 crash_?:-9 crew:7 cup:-6
  currently_?:18 de:16 dead:-10 deferred:-9 die:12 dit:-13 do_what:5 doing:19 doing_$:7 draw:-11
  each:18 email:-10 en:10 esto:-6 está:12 están:15 everybody:7 everyone:17 examples:-13
  exceeded:-12 failed:14 finished_$:-6 free:12 freeze:-8 funciona:-7 funktioniert:-7 game:-6
  gardener:-7 general:-5 getting:-5 gewonnen:-16 ghosts:-7 got:8 ha:-16 handoffs:-11 has:8
  has_<number>:12 has_the:12 haunted:-8 hay:14 hello:-7 here_$:-7 history:-18 how_long:6
  how_many:8 há:9 i_use:14 idle:28 idle_?:11 is_marcus:10 joke:-9 katherine:6 keeps:14 knock:-11
  late:-9 lavorando:10 leg:-8 list:8 list_$:7 list_agents:7 list_all:8 looked:-11 looking:15
  lost:-6 manual:-9 many_agents:9 mark_<number>:-6 meridian:31 mets:-11 moment:5 moment_?:5
  money:-6 moon:-7 more:-10 name:13 nearly:-9 needs:-6 news:-6 night_$:8 no_more:-8 notes:-7
  now_?:6 of_them:5 off_<number>:9 often:5 on_<title>:18 on_?:15 on_what:9 one_of:6 owner:-9
  poem:-7 president:-19 puede:-9 quit:-7 raining:-9 restarts:9 review:-10 right_now:5 running_?:13
  running_agents:5 rust:-7 sandbox:-9 sarah:28 sea:-7 shipped:-12 should_do:10 someone:5
  someone_on:-5 song:-5 speed:-5 spin:-6 sta:10 stands:-6 status_$:10 status_of:9 stop_axiom:-6
  stopped:-7 sum:-8 summarise:-11 surprise:-14 teach:-10 team_$:21 test:-9 than:-7 the_stop:-5
  the_team:10 their:5 there_?:18 they:15 this_?:14 three:-6 times:13 tips:-7 too:-17 trabalhar:15
  two_agents:-5 undefined:-15 up_?:11 up_to:21 uptime:6 useful:-9 uso:-8 watch:-7 website:-5
  what's_left:17 what_$:6 what_?:18 which_of:19 who:15 who's:28 who_has:25 who_is:11 who_to:-16
  why_did:13 won:-24 working:10 works:8 works_currently:5 wrote:-15 y:-11 yesterday:-12 you've:9
  you_?:-5 zijn:-5 います:10 います_?:10 你:-5 在:21
  `,
  help: String.raw`
  <number>_next:15 ^_$:19 ^_?:47 ^_are:-5 ^_continue:-5 ^_docs:19 ^_est:6 ^_good:11 ^_help:16
  ^_hi:18 ^_hmm:10 ^_i'm:6 ^_improve:8 ^_it:18 ^_ok:13 ^_something:10 ^_team:-8 ^_turn:5 ^_use:17
  able:10 able_to:10 about_<number>:-7 about_the:-14 ads:-12 agents_for:-5 allemaal:23 am:11
  amet:-14 an_agent:13 anyway:-10 are_you:11 asdf:24 ate:23 benutze:22 better_$:12 bezig:-10
  bootstrap:-7 bored:18 bother:5 bug:13 bugs:-13 buy:-11 can_do:27 can_i:11 cat:19 cease:-14
  changed:-5 changelog:-9 cheese:15 codex:-5 coffee:12 come:15 commands:47 commands_$:7
  commands_?:18 comment:26 cup:9 dashboards:-7 day_$:-5 deferred:-9 desk:-7 developers:-5 dit:20
  do_$:16 do_?:19 do_i:7 do_you:7 dolor:8 environment:13 est_ce:6 esto:24 etc/passwd:-11
  examples:25 explain:6 extra:14 find:-11 flight:5 form:-7 freeze:-12 funciona:23 funktioniert:25
  gardener:-7 gardening:-9 getting:21 gewonnen:-6 ghosts:13 gisteren:-6 goals:14 good_morning:7
  google:-12 ha:-7 happened:-6 haunted:-9 hello:17 help:24 help_$:29 help_<title>:-7 help_?:25
  here_?:7 hi:18 hier:7 history:-10 hmm:6 hmm_$:16 how_do:20 how_does:17 how_to:29 i'm:9
  i'm_new:16 i_am:6 i_don't:14 i_start:5 i_type:20 ieri:-7 improve:8 in_<number>:15
  instructions:20 ipsum:8 it_better:13 jeszcze:-13 joke:7 keeps:-11 kinds:15 knock:-5 know_what:20
  lay:-7 leg:-9 lights_$:9 lisbon:23 lorem:8 lost:16 love:9 make_it:7 make_me:-5 man:14 manual:22
  many_agents:-6 maybe:7 me_?:14 me_the:5 me_what:8 mee:5 mets:-11 milk:19 moet:-5 money:13
  moon:-8 morning_$:18 new_here:15 nice:-6 notes:-7 nova:-6 often:-5 ok:10 old:-17 on_$:-9
  on_?:-13 options:17 orchestrator:21 oslo:25 pause_$:-5 pizza:-14 play:-12 please_do:5 poem:19
  puede:-10 quit:-7 qwer:11 raining:7 ran_<number>:8 read:14 readers:-8 remind:18 restarts:-6
  rust:10 said:-8 say:5 sea:12 secret:16 section:-8 sing:14 sit:-12 some:11 something_$:13
  song:-14 stopped:-6 stuff:5 stuff_$:12 supposed:13 sure:18 surprise:10 talked:9 talked_about:12
  teach:23 tempo:-16 terms:-5 test:21 the_$:18 the_do:-5 the_lights:6 the_thing:6 the_weather:14
  third:8 this:7 this_thing:16 ticket:-5 to_run:-11 today_?:-12 translate:9 turn_on:11 twice:18
  type:14 undefined:15 uptime:-11 use:8 use_this:14 useful:12 uso:24 what_$:11 what_are:17
  what_can:18 what_did:-9 what_i:15 which_commands:17 who_to:-6 won:5 world:7 worth:-5 write_a:-10
  write_me:12 y:19 yes:9 you're:7 you_$:11 you_?:21 you_do:9 you_know:11 yourself:21 zijn:7
  zxcv:11 你:14
  `,
  garden: String.raw`
  <number>_both:10 <number>_from:-10 <number>_says:13 <number>_still:13 ^_$:-11 ^_check:16
  ^_clean:8 ^_clear:16 ^_continue:-5 ^_drop:10 ^_execute:-9 ^_garden:16 ^_print:-18 ^_tidy:8
  ^_unblock:22 ^_update:11 and_nothing:13 asdf:-8 backlog:19 be_unblocked:17 bezig:-7 blocked:14
  blocked_but:22 blockers:12 blockers_$:8 bootstrap:-7 bring:11 bug:-17 bugs:-13 cat:-5 cease:-14
  changelog:-9 check:9 cheese:-5 clean:36 clean_$:7 clean_the:5 cleanup:12 clear:15 come:-5
  comment:-11 complete_$:12 copies:10 could_be:8 date:9 dead:17 deferred:-5 dependencies:6
  dependencies_are:14 depends:9 die:10 dit:-10 drop:6 duplicates:17 entire:-9 esto:-6 examples:-12
  exceeded:-5 execute:-5 finish_the:-10 flags:9 freeze:-8 funciona:-7 funktioniert:-6 garden:15
  garden_$:24 garden_<title>:-16 garden_the:8 gardener:24 gardening:27 gave:-11 general:-7
  ghosts:-10 green:10 ha:-7 haunted:-8 healthy:10 hello:-5 history:-8 id:10 is_a:5 joke:-9
  knock:-5 la:16 lay:-5 leg:-9 let_the:13 longer:5 make_the:15 mark_everything:5 marks:11 merge:12
  mets:22 no_longer:8 nonstop:-15 notes:-7 on_where:-5 ordnung:15 percentage:-10 play:-9 poem:-7
  print:-9 puede:7 quit:-7 reality:13 refresh_the:16 resolve:11 restarted:-5 restarts:-5
  roadmap:15 roadmap_and:5 rust:-8 says_blocked:14 sea:-6 shardng:-15 shouldn't:14 show_the:-15
  sing:-7 some:6 stale:17 stands:-5 statuses:26 sum:-6 surprise:-13 sync:11 test:-9 the_?:-5
  the_backlog:8 the_blocked:6 the_blockers:24 the_roadmap:16 the_statuses:13 then_run:16 these:7
  though:11 tidy:21 tidy_up:13 times:7 tips:-19 turn_on:-9 unblock:32 unblock_what:6 unblockable:7
  unblocked:16 undefined:-15 up_$:7 up_?:8 uptime:-11 useful:-9 uso:-8 weed:20 whether:5 y:-11
  `,
  stop: String.raw`
  <number>_instead:-12 <number>_on:-13 <title>_first:5 ?_the:12 ^_$:-11 ^_abort:24 ^_cancel:27
  ^_continue:-6 ^_don't:-20 ^_emergency:6 ^_end:11 ^_fix:-6 ^_garden:-10 ^_halt:23 ^_hold:6
  ^_kill:26 ^_nothing:12 ^_pause:7 ^_print:-9 ^_pull:16 ^_put:9 ^_restart:-5 ^_stop:23 ^_use:-5
  a_day:14 abort:28 abort_$:17 afterwards:-10 agent_on:9 agents_for:16 agents_now:6 alex:8
  all_agents:24 all_work:6 an_agent:-8 anything_$:7 approve:-6 asdf:-8 asking:-12 be_started:5
  bezig:-6 bootstrap:-6 break:17 bug:-9 bugs:-8 burning:9 bus:-16 buton:-5 call:12 cancel:22
  carry:-5 cease:24 changed:5 changelog:-10 cheese:-5 come:-5 comment:-11 cup:-5 deferred:-5
  definitely:13 dit:-8 don't_start:7 down:18 down_$:12 eating:-13 end:8 enough:26 esto:-6
  everybody:14 everyone:12 everything_now:16 everything_stop:26 examples:-10 for_today:23
  freeze:30 funciona:-7 funktioniert:-7 garden:-6 gardener:-10 getting:-8 ghosts:-6 goals:-8
  guessing:-17 ha:-7 halt:27 halt_$:18 haunted:-8 hello:-6 her:13 here_$:5 history:-9 hold:18
  horses:10 i_meant:-5 instead:-5 instead_$:-13 is_running:7 joke:-9 kill:16 kill_<title>:-24
  kill_all:18 kill_it:20 knock:13 last_night:-7 lay:-6 leg:21 list_all:-5 looping:18 lunch:6
  lunch_$:10 make_the:-15 meant:-5 meant_<number>:-5 mee:8 merge:-5 mets:-11 mission:9 moment_?:8
  more:7 night_$:-9 no_more:25 notes:-7 of_them:10 off_the:13 often:-5 on_where:-9 orders:-19
  para:19 pause:18 pause_$:7 pause_the:29 paying:-8 please_don't:14 please_stop:16 plug:18 poem:-7
  pull:12 putting:-12 quit:22 restarts:-5 review:-7 run_$:9 running_$:8 running_agents:10 rust:-7
  say:-12 sea:-6 should_be:10 shut:23 sing:-7 sleep:10 someone_on:-12 started_$:5 stop:26
  stop_$:18 stop_<number>:6 stop_all:13 stop_axiom:10 stop_button:-7 stop_everything:27 stop_it:17
  stop_the:8 stopped:25 sum:-10 surprise:-13 telegram:-20 test:-9 text:-5 the_agents:5 the_run:10
  till:7 todo:16 tonight:5 undefined:-15 until:6 uptime:-11 useful:-9 uso:-8 want_to:-10 words:-25
  working_$:8 wrong:5 y:-11 year:-5 you're:6
  `,
} as const;

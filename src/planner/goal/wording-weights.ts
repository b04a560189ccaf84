// Written by `npm run learn:goals`: which words speak for what is asked, and how much, in tenths.
export const WEIGHTS = {
  work: String.raw`
  <number>:5 <number>_$:9 <number>_<number>:18 <number>_again:13 <number>_alone:8 <number>_and:11
  <number>_as:15 <number>_asap:12 <number>_at:9 <number>_be:10 <number>_before:15
  <number>_blocked:12 <number>_but:4 <number>_do:13 <number>_except:12 <number>_i:9
  <number>_instead:5 <number>_it:15 <number>_leave:6 <number>_no:12 <number>_not:13
  <number>_only:19 <number>_please:4 <number>_right:16 <number>_run:5 <number>_should:22
  <number>_skip:17 <number>_sorry:7 <number>_start:5 <number>_the:15 <number>_then:32
  <number>_through:7 <number>_to:22 <number>_together:6 <number>_up:19 <number>_with:18
  <number>_without:8 <title>:5 <title>_$:12 <title>_agent:4 <title>_all:12 <title>_as:11
  <title>_at:7 <title>_both:15 <title>_but:5 <title>_can:-7 <title>_command:13
  <title>_dashboard:11 <title>_do:5 <title>_docs:9 <title>_done:6 <title>_for:6 <title>_go:4
  <title>_going:9 <title>_in:28 <title>_is:-10 <title>_it:9 <title>_no:9 <title>_not:13
  <title>_now:22 <title>_of:4 <title>_one:10 <title>_or:16 <title>_order:-15 <title>_phase:10
  <title>_please:11 <title>_should:11 <title>_so:12 <title>_start:20 <title>_tasks:-4
  <title>_team:21 <title>_testing:12 <title>_the:12 <title>_thing:11 <title>_to:9
  <title>_together:18 <title>_was:-17 <title>_with:17 <title>_work:14 ?_start:18 ?_the:-8 ^_$:9
  ^_<number>:14 ^_<title>:13 ^_?:-17 ^_add:10 ^_agent:20 ^_agents:-17 ^_all:30 ^_any:-12
  ^_anything:10 ^_are:7 ^_batch:12 ^_begin:16 ^_both:23 ^_check:-9 ^_could:6 ^_delete:20
  ^_don't:11 ^_encrypt:8 ^_everything:31 ^_execute:21 ^_finish:10 ^_first:4 ^_from:8 ^_garden:6
  ^_gdpr:7 ^_get:19 ^_good:9 ^_group:20 ^_halt:-5 ^_has:-15 ^_high:10 ^_hold:7 ^_i'd:9 ^_i'm:10
  ^_implement:6 ^_it:20 ^_kick:26 ^_kill:-5 ^_launch:27 ^_leave:20 ^_let:20 ^_let's:14 ^_list:-7
  ^_make:9 ^_mark:4 ^_my:5 ^_need:4 ^_next:20 ^_no:5 ^_not:18 ^_ok:5 ^_only:4 ^_order:16
  ^_parallel:20 ^_pause:5 ^_phase:20 ^_pick:18 ^_progress:-6 ^_put:6 ^_restart:14 ^_resume:17
  ^_rm:7 ^_roadmap:4 ^_run:12 ^_send:5 ^_set:5 ^_show:-13 ^_skip:18 ^_something:13 ^_split:5
  ^_start:16 ^_system:19 ^_task:4 ^_the:9 ^_turn:13 ^_undo:4 ^_update:4 ^_warum:4 ^_we:6
  ^_whatever:11 ^_where:4 ^_who:5 ^_whose:10 ^_work:19 ^_would:4 ^_write:10 ^_ws:4 ^length0:14
  ^length1:9 ^strange1:7 ^strange2:14 ^strange3:15 abort:-4 about_<number>:10 accounts:-7
  achieved:-15 active:-20 actually:11 ada:9 adaption:21 add:22 add_a:4 address:11 admin:7 ads:17
  after_<number>:-7 afternoon:9 afterwards:-7 again_$:12 agent_$:13 agent_<title>:5 agents_and:-11
  agnet:22 agnt:18 ahead:23 alert:13 algo:-4 algoritm:14 alice:14 alive:-8 all_$:16
  all_<number>:11 all_<title>:5 all_available:6 all_tasks:8 allemaal:-15 already:8 already_$:-4
  also:10 amet:12 an:8 an_<title>:8 an_hour:-7 and:5 and_not:11 and_nothing:-8 and_run:11
  and_start:11 and_tell:14 and_the:9 and_then:5 ann:5 another:12 answer:4 answers:14 anybody:-29
  anything_but:19 anyway:-10 api:19 app:23 approve:12 architecture:8 archive:5 archive_$:4
  are_$:-17 are_the:-13 are_you:-4 around:-9 as:9 as_done:18 asap:10 asked:-22 asking:5 assign:13
  at_<number>:10 at_a:4 at_rest:5 auditors:6 auth:18 auto:16 available:4 available_work:13
  avant:-12 away:13 axiom:-13 ayer:-16 backend:8 backlog:-5 backups:19 bad:-17 bakery:19 bank:-8
  basic:7 batch_$:23 batches_<title>:11 be_done:10 be_started:16 be_unblocked:-6 before:5 begin:14
  begin_$:15 begin_the:8 behaviour:5 ben:13 benutze:-19 better:21 bezig:-19 big:5 bigger:-13
  biggest:22 bins:4 birthday:17 bit:5 blinks:6 blocked_but:-15 blockers_$:-10 blocking:-5 bmad:8
  board:-5 book:15 bootstrap:13 boss:-10 bot:13 both:4 both_<number>:11 both_<title>:20 both_of:20
  branches:12 bring:-11 broke:-11 build:7 build_the:8 built_$:13 bus:20 but:5 but_<number>:10
  but_leave:9 buton:23 button:24 buy:19 by_friday:12 by_side:9 by_the:13 call:-5 callback:11
  called:-9 can_$:23 can_do:-5 can_wait:13 can_we:-4 cancel:-5 care:22 carry:22 cat:10 cats:17
  ce:-6 cease:-18 chanel:12 change:22 changed:-21 changelog:-18 cheaper:15 choice:18 chop:18
  claude:14 cleanup:6 clear:-5 cli:12 client:20 close:8 co:-10 code:10 code_<title>:17 codex:17
  coffee:21 colour:17 comand:23 come:-27 comes:15 command:19 command_$:6 comment:-18 commit:-9
  compile:-15 complete:4 complete_$:7 config:10 confirm:8 confirm_their:8 contxt:20 copies:8
  cost:-13 costs:7 crashed:-11 create:7 critical:5 critical_ones:15 criticals:11 curl:15
  current:-13 currently_?:-10 customer:-5 customers:-8 czy:-20 daily:-8 dashboard:8 dashboards:15
  database:22 databse:21 date:-20 datenexport:13 days:-12 db:9 de:-12 dear:4 decompositon:12
  deferred:-22 delete:9 delete_<number>:5 deliver:14 depend:-7 dependency:19 depends:-15 deploy:25
  deps:6 desk:13 dev_<title>:6 developement:14 developers:13 did_the:-7 did_we:-12 die:-10
  diese:-6 digest:-12 discussed:-5 dit:-20 do_$:-7 do_<number>:11 do_<title>:26 do_all:21
  do_everything:37 do_it:14 do_not:7 do_something:18 do_that:15 do_the:10 do_this:4 do_we:-5
  do_what:-7 do_you:9 docs_$:19 documentation:8 does_<number>:-6 dog:20 dogs:15 doing:-7 dolor:13
  don't:5 don't_$:5 don't_touch:12 done_$:4 done_?:-10 down:4 download:15 draw:21 drop_table:10
  dunno:7 duplicates:-7 during:16 e-mail:10 each:4 easy:10 eating:13 edit:10 editor:9 editors:4
  eight:13 either:13 ejecutes:-6 else_$:13 email:19 emails:4 emergency:5 emergency_stop:9 en:5
  encrypt:8 encrypt_the:16 ending:14 engin:15 enhancements:10 enough:-11 entire:18 entre:17
  enum:20 enviroment:16 environment:-4 esto:-20 está:-13 están:-13 etc/passwd:21 euros:18
  evening:-8 everyone:-12 everything_$:13 everything_stop:-15 examples:-17 exceeded:-12
  except_the:8 execute:23 execution:-6 explain:-18 extracton:9 factor:16 fail:-12 far:-5 fass:-9
  faster:23 features:14 figures:21 finacial:18 final:7 find:20 findings:-4 finds:9 finish:7
  finish_the:9 finished_?:-4 fire:12 fired:-12 firewall:19 first:8 first_$:8 first_batch:12 fits:8
  fix_it:9 fix_the:6 flight:9 fly:13 follow:7 for:8 for_now:5 for_please:13 for_today:-20 force:18
  forget:13 form:16 forward:-7 found:-16 foundation:23 france:24 freeze:-19 friday:11 friday_$:12
  from:6 from_<number>:4 from_<title>:-5 from_the:22 funciona:-20 functions:13 funktioniert:-22
  game:19 gaol:8 garden_$:-9 garden_<title>:12 gardener:-20 gardening:-8 gates:14 gave:-23 gdpr:7
  gdpr_<title>:-6 general:-15 gestern:-4 get:13 get_<number>:10 get_going:17 get_the:10 gets:6
  getting:-4 gewonnen:20 gisteren:-9 git:21 give_the:10 go:8 go_$:28 go_?:-8 go_go:10 goaltype:-10
  goes:13 good:15 good_morning:5 google:-7 grab:12 grafana:12 grandmother:18 great:8 green:-9
  group:9 guide:11 guide_$:21 ha:12 had:-10 half_of:-6 halt:-5 handle:18 handler:11 handoffs:16
  happen:5 happened:-17 happy:6 harden:22 hardning:18 has_been:-14 have:11 have_$:14
  have_<number>:10 have_the:9 have_to:-7 hay:-12 hello:-19 help_<title>:21 help_me:-14 helper:13
  helpful:20 her:-9 here:-5 here_$:-5 history:-22 hizo:-9 hm:20 hmm:7 hold:5 holding:-13 home:15
  hook:15 horses:-6 how_long:-13 hurt:-5 há:-4 i've:6 i've_been:13 i_do:6 i_don't:-5 i_have:-18
  i_mean:6 i_meant:11 i_need:9 i_only:4 i_start:-7 i_think:13 id:-4 idea:-5 idle:-11 ieri:-10
  if_<number>:12 if_i:4 if_it:7 ignore:13 ik:-7 images:15 implement:7 implement_<title>:19
  important:14 improvements:9 improvments:21 in_$:27 in_<number>:-8 in_parallel:4 including:11
  information:18 install:23 instead:14 instead_$:15 instructions_and:5 interesting:17 invoice:-7
  invoices:22 invoices_$:10 ipsum:13 is_done:9 is_free:11 is_it:6 is_left:11 is_not:10 is_the:9
  is_there:5 is_what:4 isn't:20 issues:13 it's:17 it_$:10 it_?:11 it_going:5 it_is:9 it_would:10
  item:-6 itself:7 jaki:-4 jest:12 jeszcze:-5 job:4 job_$:18 joke:4 just:11 just_do:19 just_the:6
  katherine:-5 keys:12 kitchen:-4 knows:18 l:-13 landed:-16 lands:-7 laptop:7 large:5 largest:12
  last:-6 last_night:8 later_$:6 lavorando:-10 law:13 lay:10 layer:27 leave_<number>:9 left_?:6
  leg:-15 legal:20 let:4 let's:9 level:-4 level_<number>:7 lights:6 like:4 limit:-6 limits:18
  line:7 list_$:6 list_agents:6 list_all:-7 living:5 living_room:5 login:24 logs:15 lol:17
  lol_$:13 look:11 looking:-17 looks:-15 looping:-15 lorem:13 lost:-10 lot:16 lovely:16 low:14
  lunch:14 machine:14 made:-21 mail:13 mails:-20 main:17 make:12 make_the:7 manager:7 managment:14
  many_agents:7 marcus:-5 maria:-17 marked:6 marks:-5 maybe:14 me_how:-17 me_what:-6 me_when:5
  mean:6 meant:11 meant_<number>:11 measure:22 mee:-10 meeting:10 merge:-21 merged:5 message:12
  met:10 mets:-18 might:14 migrate:21 migration:14 million:-7 mind:11 minus:5 missing:-10 modes:5
  moet:-16 moment_?:-7 monitoring:15 month:-7 moon:22 morning_$:-11 mother:17 move:12 music:16
  must:20 my_<title>:-10 my_boss:-10 my_laptop:7 myself:-7 nadia:15 nearly:-10 need_<number>:7
  needs:7 news:6 next:8 next.js:14 next_$:7 next_task:12 next_thing:17 nextcloud:17 nexus:9
  nice:26 nigthly:19 nine:-17 no_$:25 no_<number>:17 no_<title>:8 nobody:7 nonstop:15 noon:-11
  not_<title>:4 not_run:6 nothing_$:27 nothing_else:4 notice:4 now_?:-13 number:23 of_<title>:5
  off:10 off_$:23 office:6 often:-13 oh:13 ok:9 old:-12 on_$:10 on_<title>:-8 on_monday:8 once:4
  one:11 one_$:7 one_of:7 one_with:15 ones:4 ones_$:7 ones_that:7 only:4 only_<number>:21 ontem:-4
  oops:15 opening:8 ops:8 optimisation:9 optimise:13 optimised:14 options:-9 optmize:18
  or_<number>:18 orchestrator:-8 order_<title>:-7 orders:21 ordnung:-6 other:21 our:9 out:10
  out_of:4 outside:20 over:4 overall:20 overnight:-10 overview:-20 page:25 pager:-5 pages:9
  para:-13 parallel_$:15 parallel_group:19 part:7 pause_$:5 paused:11 pay:-4 paying:12 pending:4
  per_batch:5 percent:-6 percentage:-14 phase:10 phase_$:13 phase_<number>:11 phases_<number>:13
  phone:-13 pick:7 pick_up:16 pictures:10 piece:11 pieces:20 pizza:19 place:7 plan:4 play:12
  please:5 please_<number>:30 please_run:22 please_start:25 please_the:12 plug:-9 plus:20 polcy:12
  possible:24 posts:10 prepara:-9 prepare:-7 prerequisites:5 president:20 prio:5 priorities:10
  priority:18 priority_$:5 privcy:17 priya:-12 proceed:22 prod:18 production:10 professor:-7
  progress_<title>:8 project_<title>:10 project_?:-4 proper:10 prs:20 puede:-5 pull:-6 push:6
  putting:21 queries:16 question:-18 quick:11 quickly:19 quit:-17 rain:17 raise:11 rather:10
  re:-20 reach:17 read:-4 readers:25 reads:-8 really:12 recall:4 recap:-13 recommend:13 red:5
  registery:11 regression:17 released:-15 remaining:6 report_<title>:6 report_for:-8
  report_please:-7 repository:6 request:13 requests_$:9 requirement:22 requirements:23 reset:17
  rest:9 rest_$:13 restarted:-4 restarts:-15 results:-10 resume:17 resume_$:11 revert:17 rf:7
  riassunto:-12 rm:7 rm_rf:7 roadmap_<title>:11 roadmap_please:5 rol:11 rolling:12 room:-8
  rotterdam:15 run_<number>:7 run_all:9 run_batch:-9 run_everything:12 run_it:16 run_the:4
  running_$:-11 running_<number>:7 running_?:-16 rush:7 résumé:-10 s:4 s-sized:18 said:7
  same_time:-4 sandbox:17 saved:-13 says_blocked:-12 schedule:9 scratch:18 screen:10 script:10
  sec:15 second:6 secret:-11 section:12 secure:18 see:11 send:7 sent:6 server:-8 session:4
  session_<title>:10 set:5 setup:12 several:-5 sh:15 shape:7 ship:20 shipped:-7 short:7
  shortest:21 show_the:5 showed:-10 shows:10 side_by:9 sing:19 sit:-13 site:7 skeleton:7 small:14
  small_tasks:11 smallest:27 so_<number>:9 so_far:-15 someone:4 something_$:-4 sorry_<number>:13
  sounds:-10 space:13 speed:11 spent:-8 spin:19 split:17 split_the:5 spring:-7 sprint:-20 sta:-10
  stage:10 stage_<number>:10 stand:-7 stands:-21 standup:-5 star:6 start:4 start_<title>:18
  start_all:12 start_anything:6 start_it:18 start_that:8 starting:-6 starts:-20 state_of:-6
  status_$:-6 status_page:15 status_please:-14 stop_<title>:13 stopped:-22 stopwatch:15 story_$:11
  story_command:17 straight:-11 stream:5 streams_$:7 streams_<number>:17 strike:15 stuck:-18
  student:17 students:13 stuff:14 stuff_$:20 subscribers:16 subscripton:14 sudo:18 sum:-17
  summarise:-19 summarize:-14 summary_of:-7 sure:-17 surprise:21 switch:16 sync:7 system:19 são:9
  table:24 tables:14 tackle:16 take:8 take_<number>:24 take_the:4 takes:6 taks:15 talk_to:16
  talked:19 task:4 task_$:6 task_please:16 tasks_$:6 telegram:26 tema:-14 tempo:16 ten:-8
  terms:-25 test:-18 testing_$:11 testing_<title>:9 tests:4 tests_$:29 text:17 than:8 thank:10
  thank_you:10 thanks:17 thanks_$:10 that:10 that's:16 that's_ready:10 that_$:11 that_are:11
  that_one:10 the_<number>:16 the_?:12 the_auditors:-6 the_board:-5 the_do:6 the_docs:22
  the_first:6 the_garden:-8 the_kill:15 the_language:15 the_living:5 the_most:9 the_new:7
  the_next:4 the_only:8 the_open:9 the_other:9 the_please:4 the_rest:9 the_small:4 the_start:16
  the_state:4 the_task:6 the_tests:16 the_thing:15 the_two:15 the_weekend:-11 their_own:-5 then:10
  then_run:-16 thing_$:11 things_$:18 think:4 this_first:4 through:13 throw:10 thru:18 ticket:12
  tidy:-6 time:15 time_$:12 tips:12 to_<number>:4 to_<title>:12 to_be:5 to_have:5 to_main:16
  to_me:-9 to_the:4 today:11 today_$:6 today_?:4 todo:-24 together_$:19 told:-6 tom:-8 tomorrow:12
  tomorrow_$:8 too_much:5 took:-10 top:20 touch_the:-7 touched:4 trabalhar:-9 train:16 trouble:8
  two:7 types:4 unblock:-9 undefined:-4 understand:-17 undo:5 unencrypted:12 until:9 up_$:4
  update:-10 uptime:-18 urgent:10 us:5 us_$:18 used:-25 useful:16 user:-15 uso:-16 usually:-9
  validaton:10 vendors:13 ver:9 verify:5 version:-5 video:15 view:11 visual:11 vs:-10
  wait_<number>:11 wall:11 want:10 want_<number>:20 want_to:-4 wants:-5 warehouse:20 warten:14
  warum:4 warum_is:4 watch:20 way:6 wczoraj:-13 we_get:4 we_have:-9 we_need:18 we_should:15
  weather:9 website:19 weed:-12 weekly:-15 well_as:8 went:-16 were:-13 what's_next:19
  what's_the:-5 what_$:-15 what_?:-11 what_are:-12 what_can:-8 what_got:-11 what_if:-6 what_was:-4
  what_we:19 whatever:9 whatever_is:11 when_you:16 which_of:-6 which_one:8 which_tasks:-6
  whichever:24 while:-12 white:13 who_has:-5 who_to:12 whole:7 whose:8 why_can't:-15 why_did:-6
  widget:19 wild:18 will:14 win:12 wins:19 wire:16 with_<number>:15 with_<title>:9 with_a:8
  without_<number>:15 without_the:9 won:12 wondering:-4 words:4 work_on:4 work_streams:4 worked:-5
  working_$:5 works_?:-19 would_<number>:-7 write:10 write_the:14 wrong_$:-15 ws:4 ws_<number>:4
  xs:17 y:-10 year:13 years:-6 yes:8 yes_start:14 yesterday_$:4 yet_$:7 you:6 you're:-7 you_?:-7
  you_are:10 young:11 your:13 yourself:-8 zablokowane:-13 zijn:-9 zrobiono:-10 zusammen:-9 été:-6
  あ:-18 在:-8
  `,
  status: String.raw`
  <number>:9 <number>_<title>:7 <number>_before:-5 <number>_blocked:-6 <number>_done:8
  <number>_for:7 <number>_has:8 <number>_is:5 <number>_next:-7 <number>_now:13 <number>_on:11
  <number>_only:-7 <number>_or:6 <number>_please:8 <number>_right:-10 <number>_should:-10
  <number>_then:-9 <number>_was:20 <title>:11 <title>_$:4 <title>_?:4 <title>_agent:7
  <title>_archive:13 <title>_by:6 <title>_can:12 <title>_code:8 <title>_first:-4 <title>_from:5
  <title>_has:11 <title>_i:4 <title>_in:-18 <title>_is:25 <title>_job:12 <title>_launch:5
  <title>_of:7 <title>_order:20 <title>_requests:8 <title>_start:-11 <title>_tasks:8
  <title>_team:-4 <title>_was:34 <title>_with:-5 <title>_would:12 ^_$:-15 ^_?:-19 ^_agent:-10
  ^_agents:5 ^_an:4 ^_archive:4 ^_build:10 ^_cancel:-11 ^_check:4 ^_continue:7 ^_create:8 ^_did:10
  ^_do:5 ^_don't:11 ^_final:4 ^_finish:5 ^_fix:9 ^_full:4 ^_gdpr:4 ^_has:5 ^_hmm:-12 ^_how's:8
  ^_if:6 ^_improve:4 ^_is:6 ^_it:-7 ^_launch:-9 ^_let:-7 ^_list:17 ^_mark:5 ^_nothing:-7 ^_only:4
  ^_pause:-6 ^_print:6 ^_progress:15 ^_quick:4 ^_restart:7 ^_right:4 ^_show:26 ^_so:13 ^_status:16
  ^_system:-11 ^_task:4 ^_two:4 ^_undo:5 ^_what's:7 ^_whats:12 ^_when:10 ^_which:5 ^question:15
  about:10 about_<title>:7 about_the:11 accounts:12 active:8 after_<number>:17 agents_$:-15
  agents_and:-8 agents_are:-4 agreed:6 alice:-10 alive:-7 all_<title>:-6 all_tasks:7 allemaal:-13
  alone_$:5 already_$:19 also:-19 amet:-6 an_agent:-11 an_hour:16 and_<title>:6 anybody:12
  anyone:-8 anything:7 anything_but:-4 anyway:18 archive:8 archive_$:4 are_$:17 are_ready:8
  are_the:8 are_there:4 are_we:19 around:15 as_next:7 asked:26 at:9 at_once:-10 available_$:11
  avant:16 axiom:-14 ayer:-19 backups:-5 bad:24 bakery:-15 bank:10 bar:8 batch_<number>:4
  batches:4 batches_<title>:-6 be_finished:25 be_unblocked:-7 before_<number>:8 ben:-8 benutze:-13
  between:10 bezig:-22 big:10 bigger:15 blocked:13 blocked_$:5 blocked_?:27 blocked_but:-10
  blockers_$:4 blocking:15 blocks:9 board:4 bob:6 bootstrap:7 boss:4 bother:-7 broke:17 built_$:-9
  burn:10 bus:-7 buy:-11 by:11 by_friday:-7 call:-10 called:17 can_do:-7 can_we:15 can_you:-8
  car:13 cats:-12 cease:-13 changed:-12 changelog:-11 chat:4 cheaper:-14 choice:-7 chop:-7
  circumstances:7 cleanup:-5 client:-10 co:-9 coffee:-5 colleague:5 colour:-11 comand:-4 come:6
  coming:19 commands:-4 comment:-17 comments:7 commit:15 compile:-5 completed_batches:10
  confidence:7 continue_with:-11 copies:-16 copy:7 cost:28 could_<number>:7 could_be:4 crash:-7
  crashed:-4 crew:-11 critical:4 cup:-10 current:16 currently:13 customer:13 customers:16 czy:23
  dashboard:7 dashboard_$:11 databse:-6 days:15 db:-7 deferred:26 definitely:-14 deliver:-7
  delivered:8 depend:12 dependency:-15 depends:15 deps:-5 deze:-8 did_<number>:12 did_the:5
  did_we:10 die:-5 diese:-10 discussed:8 dit:-7 do_<title>:-5 do_all:-7 do_everything:-4 do_you:-5
  does_<number>:21 dog:-12 dogs:-8 doing:4 don't_touch:-7 don't_want:13 done_$:6 done_?:18
  done_and:8 done_today:-8 download:-4 draft:-14 during:-5 each:-12 edit:-7 ejecutes:12 else_$:-9
  email:-15 emails_$:4 end:-5 environment:-17 errors:7 esto:-16 está:5 euros:-5 even:-12
  evening:13 ever:6 everybody:-15 everyone:-18 everything_<title>:9 everything_that:7 examples:-20
  exceeded:13 execution:12 explain:17 fail:5 failed:-7 far:6 far_along:10 far_are:5 faster:-14
  figures:-10 files:4 finally:7 findings:14 finish:8 finished:6 finished_?:23 fire:5 fired:15
  fix_it:-13 for_<number>:11 for_me:6 for_now:-4 force:-7 found:18 four:5 france:-20 freeze:-10
  friday_$:-5 from_<title>:12 funciona:-16 funktioniert:-16 garden_$:-8 gardener:-10 gardening:-4
  gave:24 gdpr_<title>:10 gestern:-10 get_going:-14 getting:-11 gewonnen:-14 gisteren:-20
  give_me:9 give_the:-17 goaltype:15 going_$:10 google:17 green:6 ha:4 had:19 half_of:6 hand:8
  handle:-6 happened:6 happens:7 harden:-5 has_been:9 hate:5 haunted:12 have_$:-7 have_to:9 hay:-4
  healthy:-11 hello:6 help_me:8 helpful:-9 here_$:5 hier:-4 history:18 hmm:-7 holding:4 hour:12
  how's:8 how's_it:11 how_do:-14 how_does:-15 how_far:9 how_is:14 how_long:12 how_many:9
  how_much:10 how_to:-10 hurt:12 i've:-5 i've_been:-9 i_have:22 i_need:-6 i_start:9 idea:12
  idle:-13 ieri:-16 if_we:4 ik:12 implement_the:5 improve:4 in_progress:12 install:-10
  instructions:-11 interesting:-4 into:5 invoice:14 involve:12 is_<number>:8 is_<title>:18
  is_blocked:6 is_finished:6 is_free:-14 is_it:9 is_ready:11 is_running:6 is_status:-4 is_still:5
  is_working:-14 it_?:-8 item:12 jaki:15 jeszcze:21 job_$:-13 jobs:9 joke:-7 kann:14 katherine:8
  keep:5 keys:-5 kill_<title>:11 kindly:9 kitchen:14 knock:-18 l:18 land:17 landed:-11 lands:17
  larger:8 last:7 last_night:-28 late:6 launch:8 lavorando:-4 lay:6 leave_the:8 left:29 left_$:4
  leg:-9 legal:-8 level:17 lights:5 limit:4 limits:-14 list:8 list_$:-5 list_agents:-4 list_all:8
  live:5 logs:-4 lol:-4 long:9 longer:-10 looks:17 looping:-7 love:5 lovely:-13 lunch:-18 m:9
  machine:-4 made:17 mail:-5 mails:23 make_a:-6 manual:-15 many_agents:-13 many_are:19 maria:20
  mark_<number>:8 me_$:7 me_an:6 me_how:13 measure:-18 merge:11 meridian:-20 met:-14 mets:-10
  might:-4 million:11 mind:-6 missing:18 model_$:8 moet:22 money:-9 month:4 moon:-18 most:5
  most_urgent:12 mother:-10 moving:12 my_<title>:23 my_boss:9 myself:10 ne:10 nearly:21 never:11
  news:11 next_$:6 next_?:22 next_one:11 nextcloud:-6 nigthly:-7 nine:20 noon:14 not_$:9
  not_start:12 notes:-6 nova:20 number:-4 numbers:-4 of_<number>:17 of_them:-5 of_these:14
  off_$:-16 off_<number>:-11 off_the:-4 oh:-13 old:23 on_$:12 on_it:10 once_$:7 one_of:-10
  only_$:5 only_the:12 open:8 open_$:12 open_?:25 optmize:-4 or:14 order:5 order_<title>:14
  outside:-10 over_the:7 overnight:-20 overview:34 own:9 owner:12 packages:12 pager:-14 para:-4
  pay:11 pending:13 percent:12 percentage:21 personality:5 phone:15 pick_up:-4 piece:-8 pieces:-9
  plan:6 plan_$:9 please_do:-11 plus:-9 prepare:-11 prerequisites:-5 president:-9 print:4 priya:17
  proceed:-10 professor:12 progress:9 progress_$:7 progress_?:22 project_?:20 prs:-17 puede:12
  pull:10 put:-5 putting:-14 question:18 quickly:-8 quit:-9 rain:-14 ran:9 re:20 reach:-9 read:11
  reads:17 ready:17 reality:-4 red:15 redo:13 refresh:-9 released:18 remaining:10 remains:20
  remove:12 report_<title>:8 requirement:-9 results:-10 revert:-6 right:7 rolling:-9 room:13
  run_batch:19 run_the:4 running_?:9 s-sized:-6 said:8 same_time:8 sarah:-21 saved:15 secret:-5
  server:16 set_up:8 several:6 should_do:-11 shouldn't:-12 showed:13 sing:-6 sit:21 site:-5
  someone:-7 song:12 sounds:13 space:-5 speed:7 spring:7 sprint:5 sta:-4 stand:16 stands:19
  start_<number>:8 start_?:10 start_today:9 start_with:6 started:4 started_$:-6 starting:14
  starts:24 state:23 state_of:13 status:14 status_$:18 status_?:22 status_of:6 status_page:-11
  status_please:13 status_the:22 still_open:4 stopped:-7 stopping:13 stories:11 story:16
  straight:16 stream_<number>:6 streams_$:7 strike:-10 stuck:23 sum:-16 summarise:-9 summarize:-4
  sure:8 surprise:-11 sync:-7 system:-11 são:-7 table:-6 talk:9 task_<title>:12 tasks:7
  tasks_are:15 teach:-8 team_<title>:10 tell:6 tell_me:5 tema:22 tempo:-16 terms:9 test:-11
  text:-8 the_agents:-5 the_blocked:5 the_blockers:-15 the_board:4 the_critical:8 the_docs:-8
  the_done:11 the_garden:13 the_high:10 the_kill:-8 the_progress:8 the_report:10 the_same:5
  the_show:11 the_team:-19 the_tests:-4 their_own:14 thema:12 then_run:6 there_?:-7 they:-15
  things:4 this_?:-5 though:-9 three:5 thursday:-15 times:-7 tips:-4 to_me:17 todo:14 tokens:10
  told:6 tom:18 tonight:-12 too:19 took:14 total:13 touch:9 touch_the:11 trabalhar:-11 train:-11
  turn:11 type:-14 ugly:10 undefined:-17 under:15 understand:14 undo:4 unencrypted:-7
  up_<number>:7 update:11 uptime:16 urgent:6 us_$:-7 use:-16 used:27 user:17 users:20 users_$:10
  uso:-20 usually:11 vendors:-6 version:12 view:-8 vs:17 waiting:18 waiting_for:15 want_to:7
  wants:10 warten:-7 watch:-15 wczoraj:-23 we:5 we're:5 we_$:6 we_are:6 we_do:8 we_get:-12
  we_need:-6 weather:-11 weed:-10 weit:16 well:9 went:23 were:23 what's:11 what's_next:-8
  what_$:-5 what_does:9 what_got:-5 what_happens:7 what_has:-8 what_if:14 what_was:-14 what_we:-14
  what_would:19 whatever_is:-7 whats:12 when:7 where_are:15 where_do:14 which_agents:4
  which_tasks:19 whichever:-7 while:14 who_has:-13 who_to:-8 who_works:9 whoever:6 whose_turn:9
  why:11 why_can't:18 wire:-5 with_the:7 without:6 without_the:-5 won:-6 wondering:17 words:17
  work_on:9 worked:13 working_on:4 worth:8 would:9 would_<number>:11 wrong:4 wrong_$:16 wrote:17
  wurde:-11 y:-17 year:-4 years:11 yes_start:-10 yet_?:25 you've:-7 you_start:8 young:-10
  yourself:-17 zablokowane:22 zien:6 zrobiono:-9 あ:21 います:6 います_?:6
  `,
  report: String.raw`
  <number>_was:-9 ^_$:-12 ^_as:8 ^_continue:-6 ^_encrypt:-6 ^_give:10 ^_has:-9 ^_need:7
  ^_print:-10 ^_report:9 ^_restart:-13 ^_send:4 ^_undo:-5 ^_update:-8 ^_weekly:5 a_status:15
  a_summary:12 achieved:25 added:6 afterwards:17 are_you:-4 axiom:-5 ayer:22 bezig:-5 bootstrap:-7
  boss:4 boss_$:6 broke:-4 burn:-7 ce_who:11 cease:-13 changed:16 changelog:22 chef:15 co:17
  come:-7 comment:-10 compile:19 continue_with:7 copies:-4 cost:-8 crash:22 crashed:11 daily:19
  dame:8 date:10 deferred:-6 deze:12 did:9 did_<number>:-9 did_the:9 didn't:12 die:-4 diese:18
  digest:21 dit:-7 do_what:5 done_today:10 draft:10 ejecutes:-5 email:-4 encrypt:-6 esto:-6
  euros:-5 everybody:-5 examples:-14 explain:-4 fail:5 far:9 fass:17 figures:-5 finished:7
  forward:13 freeze:-9 funciona:-6 funktioniert:-11 gardener:-8 general:12 generate:13 gestern:18
  gisteren:26 give_the:4 go_?:19 got:5 got_done:12 ha:-13 happened:14 haunted:-8 hier:11
  history:15 hizo:17 i_can:5 ieri:22 is_er:16 is_status:20 joke:-10 just_the:-8 knock:-5 landed:25
  last:9 last_night:4 last_run:12 lay:-11 leg:-8 make_a:7 make_me:13 me_an:-10 me_what:8 mets:-12
  moet:-5 monday:12 monday_$:6 money:11 month:8 moon:-9 notes:10 numbers:9 often:-4 on_monday:-4
  ontem:16 overnight:24 pager:17 para:-4 play:-6 prepara:17 prepare:15 puede:-8 quit:-6 recap:25
  remind:-10 report:31 report_$:18 report_<title>:-27 report_for:22 report_please:23 report_the:20
  results:17 riassunto:19 résumé:16 said:-6 send:4 send_me:6 ship:-7 shipped:12 sit:-4 so_far:26
  someone:4 speed:-6 spent:13 sprint:20 stands:8 standup:23 standup_$:13 status_please:5
  stopped:-7 student:-11 sum:27 summarise:24 summarize:20 summary:26 summary_of:19 sure:-4 ten:13
  terms:11 test:-9 testing_$:-5 the_last:10 the_week:11 the_weekend:5 this_week:12 thursday:11
  tom:-12 total:-4 undefined:-15 uptime:-9 uso:-7 was_done:12 wczoraj:27 we_get:4 week:24
  week_?:11 weekly:22 what_did:23 what_got:25 what_has:13 what_the:7 what_was:34 where_we:8
  which_agents:-8 who_to:11 won:-10 work_?:-4 write:5 write_a:9 write_the:4 writing:14 written:8
  wrong_$:-9 wurde:22 y:-11 yesterday:22 zrobiono:17 zusammen:17 été:20
  `,
  list_agents: String.raw`
  <title>_?:7 <title>_agent:-5 ^_$:-12 ^_agents:11 ^_any:4 ^_check:-4 ^_continue:-4 ^_has:10
  ^_is:10 ^_launch:-4 ^_list:12 ^_pause:-8 ^_print:-10 ^_restart:-18 ^_show:10 ^_use:-15 ^_where:4
  ^_which:15 ^_who:10 ^_who's:28 achieved:-12 active:18 adaption:-10 agent:11 agent_$:6 agents:22
  agents_?:27 agents_and:15 agents_are:20 alive:20 all_tasks:-6 already:6 also:8 am:12 an_agent:-6
  and_tell:-7 any:17 anybody:16 anyone:14 are_the:15 are_you:-12 axiom:26 ayer:-4 backlog:-4
  been:4 bezig:26 bootstrap:-17 bring:-7 bus:-5 busy:15 call:11 cease:-12 changelog:-9 come:-7
  comment:-10 copies:-7 crash:-6 crew:10 cup:-7 currently_?:19 dashboard_$:-5 de:16 dead:-11
  deferred:-8 die:10 dit:-13 do_what:6 doing:18 doing_$:6 draw:-13 each:16 ejecutes:-5 email:-8
  en:13 esto:-7 está:11 están:17 ever:-5 everybody:7 everyone:18 examples:-13 exceeded:-7
  explain:-4 failed:10 finished_$:-4 france:-5 free:12 freeze:-10 funciona:-6 funktioniert:-6
  game:-6 gardener:-8 getting:-5 gewonnen:-14 got:8 ha:-15 handoffs:-11 has:10 has_the:10 hate:-5
  haunted:-7 hay:15 hello:-5 here_$:-6 history:-18 holding:5 how_long:6 how_many:8 há:10 i_use:15
  idle:28 is_free:5 is_marcus:7 is_on:12 is_working:18 joke:-8 keeps:13 kick:5 kick_off:6 knock:-9
  l:-6 larger:-5 last_night:5 late:-8 lavorando:10 lay:-8 leg:-7 limit:6 limits:-5 list:8 list_$:7
  list_agents:6 list_all:6 looking:12 lost:-7 manual:-11 many_agents:11 marcus:8 measure:-6
  meridian:26 mets:-10 moet:-4 moment:5 moment_?:6 moon:-6 name:14 nearly:-6 needs:-7 news:-12
  night_$:9 no_more:-12 notes:-6 of_them:6 off_<number>:6 often:8 on_$:-4 on_<title>:14 on_?:14
  on_it:-7 one_of:8 optimised:-5 over_the:-9 owner:-10 packages:-4 president:-17 puede:-7 quit:-6
  ran:-4 restarted:5 restarts:9 right_now:5 round:-5 run_all:-4 running_?:11 sandbox:-8 sarah:26
  should_do:11 sit:-4 someone:6 song:-4 speed:-5 spin:-13 sta:10 stands:-10 status_$:11
  status_of:8 stopped:-11 sum:-7 summarise:-7 sure:-4 teach:-7 team:12 team_$:20 tempo:4 test:-10
  testing_$:-5 the_backlog:-5 the_stop:-7 the_team:5 their:5 there_$:6 there_?:16 they:15
  this_?:14 three:-11 times:14 tips:-6 too:-17 trabalhar:15 two_agents:-7 undefined:-15 up_to:21
  update:-5 uptime:4 uso:-8 watch:-9 we_have:9 website:-6 what_$:6 what_?:17 what_has:5
  which_agents:4 which_of:16 who:14 who's:28 who_has:22 who_is:12 who_to:-15 why_did:14 won:-20
  working:10 works_?:7 works_currently:6 writing:-4 wrote:-14 y:-11 yesterday:-12 you've:8
  you_?:-7 zijn:-4 います:11 います_?:11 你:-6 在:20
  `,
  help: String.raw`
  <number>_next:16 ^_$:20 ^_?:43 ^_check:-8 ^_continue:-4 ^_est:7 ^_help:15 ^_hi:19 ^_hmm:14
  ^_ok:13 ^_something:8 ^_tell:4 ^_use:16 ^_what:5 able:10 able_to:10 about_<number>:-5 ads:-11
  allemaal:23 am:7 an_agent:19 anyway:-10 archive_$:-4 are_the:-7 are_you:10 benutze:24 bezig:-9
  bootstrap:-7 bother:4 buy:-6 can_do:25 can_i:9 care:-7 cease:-13 changelog:-9 come:16
  commands:46 commands_$:9 commands_?:18 comment:27 copies:-4 could_be:-4 crashed:-6 cup:9
  dashboards:-6 deferred:-9 desk:-7 dit:20 do_$:17 do_?:18 do_i:8 do_you:7 docs:7 don't_want:-5
  ejecutes:-5 environment:13 est_ce:7 esto:23 everybody:-4 examples:27 explain:9 find:-14 form:-6
  freeze:-11 funciona:24 funktioniert:24 gardener:-8 gardening:-7 getting:20 gewonnen:-6
  gisteren:-5 goals:14 google:-14 ha:-5 happened:-7 haunted:-8 hello:18 help:24 help_$:31
  help_?:24 here:8 hi:19 hier:9 history:-9 hmm:8 how_do:19 how_does:19 how_to:25 i'm:5 i'm_new:19
  i_am:9 i_don't:18 i_start:5 ieri:-7 in_<number>:16 instructions:21 jeszcze:-13 joke:8 keeps:-11
  kind_as:4 lay:-10 leg:-9 lost:19 love:8 man:13 manual:25 many_agents:-6 me_?:15 me_how:7
  me_what:6 mets:-10 moet:-8 moon:-8 morning_$:12 new_here:18 nice:-4 notes:-7 nova:-8 now_?:7
  ok:9 old:-16 on_$:-7 on_?:-15 options:19 orchestrator:23 overnight:-4 pause_$:-4 play:-6
  please_do:7 puede:-12 quit:-7 ran:5 readers:-11 remind:17 restarts:-6 said:-10 say:5 secret:15
  section:-9 should_i:4 show_me:4 sit:-4 so_kind:4 something_$:17 stands:-8 start_?:-4 started_$:5
  stopped:-9 story_$:-5 sure:18 teach:16 tempo:-14 terms:-5 test:21 testing_$:-5 the_$:18 the_?:4
  the_do:-6 third:9 this:8 this_morning:7 ticket:-5 tips:6 today_?:-12 type:20 undefined:14
  update:-5 uptime:-9 use:11 use_this:15 uso:24 want_to:8 weather:10 what's_the:6 what_$:10
  what_are:17 what_can:20 what_did:-7 what_should:4 which_commands:20 who_to:-5 won:5 words:5
  work_?:4 working_on:-6 world:9 worth:-11 y:19 yes:10 you're:5 you_$:13 you_?:18 you_do:8
  yourself:19 zablokowane:-4 zijn:7 你:14
  `,
  garden: String.raw`
  <number>_both:9 <number>_still:11 ^_$:-12 ^_check:16 ^_clean:9 ^_continue:-4 ^_drop:9
  ^_execute:-9 ^_finish:-5 ^_garden:16 ^_print:-19 ^_refresh:4 ^_tidy:8 ^_unblock:21 ^_update:11
  algo:4 and_nothing:14 are_you:-4 backlog:17 be_unblocked:18 bezig:-4 blocked:15 blocked_but:24
  blockers:11 blockers_$:14 bootstrap:-7 bring:12 cease:-14 changelog:-9 check:11 clean:34
  clean_$:9 clean_the:7 cleanup:13 clear:21 come:-6 comment:-10 copies:11 correct:8 could_be:9
  date:6 dead:17 deferred:-6 dependencies:13 depends:8 die:10 dit:-9 drop:6 duplicates:17
  ejecutes:-5 entire:-9 esto:-6 everybody:-4 examples:-13 explain:-4 finish_the:-10 fix:8 flags:11
  freeze:-9 from_the:-6 funciona:-6 funktioniert:-5 garden:15 garden_$:23 garden_<title>:-16
  garden_the:6 gardener:28 gardening:26 gave:-6 general:-7 green:9 ha:-5 haunted:-8 healthy:10
  hello:-5 history:-7 id:14 is_a:5 item:4 joke:-9 knock:-6 la:17 lay:-8 leg:-8 longer:8
  make_the:15 marks:11 merge:10 met:6 mets:22 notes:-6 now_?:-4 ordnung:15 overall:-10 play:-8
  print:-11 puede:7 quit:-6 reality:8 refresh:6 refresh_the:11 remove:-4 restarts:-5 roadmap:18
  roadmap_<title>:-6 roadmap_and:4 says_blocked:16 shouldn't:15 show_the:-16 sit:-4 some:7
  stale:17 stands:-18 statuses:25 stopped:-7 sum:-5 sync:11 test:-9 testing_$:-5 the_backlog:8
  the_blocked:6 the_blockers:18 the_critical:-7 the_roadmap:16 the_statuses:13 then_run:16 these:8
  though:11 tidy:21 tidy_up:14 times:6 tips:-19 type:-9 unblock:32 unblock_what:6 unblockable:8
  unblocked:11 undefined:-15 up_$:7 uptime:-10 uso:-7 weed:18 whether:5 work_?:-4 worth:-5 y:-11
  `,
  stop: String.raw`
  <number>_instead:-13 <number>_on:-6 <title>_first:6 ?_the:12 ^_$:-12 ^_abort:24 ^_cancel:27
  ^_continue:-4 ^_don't:-22 ^_emergency:6 ^_end:13 ^_garden:-11 ^_halt:24 ^_hold:7 ^_kill:26
  ^_nothing:12 ^_pause:11 ^_print:-10 ^_pull:15 ^_put:5 ^_restart:-5 ^_stop:20 ^_take:7 abort:28
  abort_$:15 afterwards:-11 agents_now:8 alex:6 all_agents:23 all_work:7 an_agent:-12
  anything_$:10 approve:-8 are_you:-4 asking:-14 axiom:7 back:10 be_started:6 bezig:-4
  bootstrap:-7 break:16 burning:9 bus:-14 buton:-9 button:-13 call:16 cancel:23 cease:24 changed:5
  changelog:-9 come:-6 comment:-9 cup:-4 day:4 day_$:5 db:5 deferred:-6 definitely:14 demo:7
  die:-4 dit:-7 don't_start:12 down:17 down_$:16 during:-4 eating:-10 ejecutes:-6 end:10 enough:24
  esto:-6 everybody:13 everyone:12 everything_stop:23 examples:-10 explain:-5 for_now:6
  for_today:27 freeze:28 funciona:-6 funktioniert:-7 garden:-7 gardener:-12 getting:-7 goals:-7
  ha:-5 halt:26 halt_$:15 haunted:-8 hello:-5 her:15 history:-9 hold:12 horses:11 i_meant:-4
  instead:-6 instead_$:-12 is_running:7 it_all:7 joke:-9 kill:20 kill_<title>:-28 kill_all:13
  knock:14 last_night:-6 lavorando:5 lay:-9 leg:21 list_all:-4 looping:19 lunch:7 lunch_$:13
  make_the:-15 me_what:-4 meant:-4 meant_<number>:-4 mee:9 merge:-8 mets:-10 minutes:8 moment:7
  moment_?:8 more:9 morning_$:5 night_$:-6 no_more:25 not_start:-6 notes:-6 nova:4 of_them:9
  off_the:13 optimization:4 orders:-19 para:19 pause:18 pause_$:4 paying:-7 pieces:-4 plug:20
  pull:12 putting:-11 quit:22 readers:-9 red:-11 restarts:-5 round:8 run_$:7 run_everything:-4
  running_$:7 say:-8 should_be:8 shut:16 sit:-4 sleep:7 spin:-4 sta:5 stands:-6 start_anything:7
  started_$:7 stop:28 stop_$:18 stop_<number>:7 stop_all:15 stop_everything:26 stop_it:17
  stop_the:8 stopped:25 sum:-13 switch:-4 telegram:-22 ten:8 terms:-4 test:-9 testing_$:-5 text:-5
  the_agents:6 the_auditors:8 the_run:9 till:11 todo:17 tonight:6 undefined:-15 until:4 update:-4
  uptime:-10 uso:-7 want_to:-11 while:4 why_did:-4 words:-23 working_$:8 write_the:-14 wrong:6
  y:-11 year:-4 you're:7
  `,
} as const;

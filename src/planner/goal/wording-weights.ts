// Written by `npm run learn:goals`: which words speak for what is asked, and how much, in tenths.
export const WEIGHTS = {
  work: String.raw`
  <number>_$:10 <number>_<number>:18 <number>_actually:10 <number>_again:13 <number>_agents:24
  <number>_all:4 <number>_alone:10 <number>_and:10 <number>_as:15 <number>_asap:8 <number>_at:6
  <number>_be:18 <number>_before:14 <number>_blocked:12 <number>_do:14 <number>_except:12
  <number>_instead:5 <number>_it:13 <number>_no:11 <number>_not:14 <number>_now:5 <number>_on:-6
  <number>_only:20 <number>_parallel:6 <number>_please:4 <number>_plus:6 <number>_right:18
  <number>_run:6 <number>_says:-7 <number>_should:21 <number>_skip:17 <number>_so:7
  <number>_sorry:6 <number>_start:5 <number>_the:17 <number>_then:31 <number>_through:5
  <number>_to:20 <number>_tomorrow:-5 <number>_until:19 <number>_up:20 <number>_what:6
  <number>_with:20 <number>_without:10 <number>_work:11 <number>_would:4 <number>_yes:9
  <number>_yet:5 <title>:4 <title>_$:12 <title>_a:11 <title>_agent:4 <title>_all:11 <title>_as:5
  <title>_at:8 <title>_both:17 <title>_but:8 <title>_can:-7 <title>_command:14
  <title>_dashboard:11 <title>_do:5 <title>_docs:4 <title>_first:4 <title>_for:7 <title>_going:5
  <title>_if:4 <title>_in:26 <title>_is:-9 <title>_it:8 <title>_no:9 <title>_not:16 <title>_now:21
  <title>_of:5 <title>_one:7 <title>_or:18 <title>_order:-15 <title>_phase:5 <title>_please:8
  <title>_progress:13 <title>_project:7 <title>_should:12 <title>_so:15 <title>_start:21
  <title>_team:23 <title>_testing:5 <title>_that:4 <title>_the:18 <title>_then:10 <title>_thing:17
  <title>_to:7 <title>_together:13 <title>_was:-16 <title>_with:19 <title>_work:16 ?_no:8
  ?_start:17 ?_the:-5 ^_$:8 ^_<number>:14 ^_<title>:13 ^_?:-18 ^_add:11 ^_agent:21 ^_agents:-17
  ^_all:29 ^_any:-13 ^_anything:9 ^_are:6 ^_as:7 ^_batch:11 ^_begin:18 ^_both:19 ^_bring:-7
  ^_check:-4 ^_critical:14 ^_delete:17 ^_docs:-9 ^_does:7 ^_don't:12 ^_encrypt:8 ^_everything:31
  ^_execute:20 ^_finish:13 ^_from:4 ^_garden:5 ^_gdpr:8 ^_get:21 ^_go:5 ^_good:12 ^_group:16
  ^_halt:-4 ^_has:-14 ^_hi:-5 ^_high:12 ^_hold:7 ^_i'd:10 ^_i'm:8 ^_implement:4 ^_it:20 ^_it's:22
  ^_kick:23 ^_launch:23 ^_leave:21 ^_let:20 ^_let's:15 ^_list:-5 ^_make:6 ^_mark:4 ^_my:4 ^_need:5
  ^_next:19 ^_no:4 ^_not:16 ^_ok:4 ^_one:15 ^_only:8 ^_order:16 ^_parallel:17 ^_pause:6 ^_phase:18
  ^_pick:19 ^_priority:12 ^_put:16 ^_restart:15 ^_resume:16 ^_rm:6 ^_run:11 ^_send:10 ^_show:-11
  ^_skip:20 ^_something:9 ^_split:4 ^_start:16 ^_story:20 ^_system:17 ^_task:4 ^_tell:-5 ^_the:8
  ^_turn:15 ^_undo:5 ^_update:5 ^_want:18 ^_warum:4 ^_we:6 ^_whatever:9 ^_where:4 ^_who:5
  ^_whose:9 ^_work:18 ^_write:13 ^length0:13 ^length1:9 ^strange1:7 ^strange2:13 ^strange3:16
  about_<number>:10 achieved:-19 active:-18 actually:5 ada:10 adaption:23 add:23 address:18
  admin:7 ads:18 after_<number>:-5 afternoon:13 again_$:15 agent_$:9 agent_<title>:5 agents_?:-4
  agents_and:-6 agnet:21 agnt:20 ahead:16 ahead_$:10 ahead_with:7 alert:14 alice:14 alive:-8
  all_$:15 all_<number>:12 all_<title>:7 all_remaining:27 all_tasks:10 already:6 also:8 am:-6
  amet:6 an:8 an_<title>:7 an_hour:-4 and:4 and_<number>:4 and_do:6 and_i:5 and_not:5
  and_nothing:-5 and_run:14 and_start:13 and_stop:11 and_tell:15 and_the:10 another:12 answer:4
  answers:14 anybody:-29 anyone:4 anything_but:17 anything_else:5 anything_yet:5 anyway:-9 api:15
  app:20 approve:15 architecture:7 archive:6 archive_$:5 archive_completed:-5 are_$:-15
  are_the:-12 are_you:-4 around:-9 as:9 as_done:15 as_the:11 asap:5 asap_$:8 asked:-21 asks:5
  assign:16 at_<number>:11 auditors:6 auth:19 auto:18 available:7 available_work:15 avant:-12
  away:4 axiom:-10 ayer:-15 back:13 backups:19 bad:-16 bank:-9 basic:7 batch_$:22 batch_one:17
  batches_<title>:14 be_started:9 be_unblocked:-4 before:7 before_anything:5 begin:13 begin_$:12
  begin_the:7 behaviour:6 ben:12 benutze:-20 better:20 big:5 bigger:-10 biggest:19 bins:7
  birthday:16 blocked_but:-11 blockers_$:-15 bmad:9 book:16 bootstrap:12 boss:-8 bot:14
  both_<number>:11 both_<title>:21 both_of:11 branches:11 bring:-8 broke:-8 btw:7 build:5
  build_the:6 built_$:13 bus:19 but:5 but_<number>:10 but_leave:10 but_the:4 buton:20 button:19
  buy:20 by_friday:11 by_the:12 callback:10 called:-7 can_$:18 can_wait:13 cancel:-5 care:20
  carry:20 cat:10 cats:17 ce:-6 cease:-17 change:22 changed:-17 changelog:-18 cheaper:14 choice:17
  claude:13 cleanup:7 cli:11 client:17 close:6 cloud:8 co:-10 code:7 code_<title>:19 codex:17
  coffee:22 colour:17 comand:22 come:-26 comes:16 command:17 command_$:7 comment:-17 commit:-8
  complete:6 complete_$:7 config:13 confirm:8 confirm_their:8 cost:-14 costs:8 couple:4 create:9
  critical:6 critical_ones:11 criticals:11 curl:13 current:-12 currently_?:-9 customer:-7
  customers:-7 czy:-20 daily:-6 dashboard:7 dashboards:17 database:21 databse:19 date:-18
  datenexport:7 days:-15 db:16 de:-13 dead:-4 decompositon:12 deferred:-21 delete:10
  delete_<number>:7 deliver:15 depend:-7 depends:-13 deploy:25 deps:6 dev_<title>:7 developers:9
  did_the:-4 did_we:-14 die:-8 diese:-6 digest:-13 discuss:4 dit:-19 do_$:-4 do_<number>:12
  do_<title>:25 do_all:23 do_everything:38 do_it:14 do_not:6 do_something:20 do_that:15 do_the:9
  do_this:5 do_you:9 docs_$:25 does_<number>:-6 does_the:11 dog:20 dogs:14 doing:-14 dolor:10
  don't:7 don't_$:6 don't_do:16 don't_run:-4 don't_touch:14 done_?:-9 done_by:-4 download:14
  draft:5 draw:21 drop:4 drop_table:10 dunno:6 during:23 each:4 easy:9 edit:5 editor:6 eight:15
  either:6 ejecutes:-5 else_$:9 email:19 emails:5 emergency:7 emergency_stop:7 encrypt:8
  encrypt_the:19 encrypted:4 ending:19 engin:15 enhancements:10 enough:-10 entire:13 entre:12
  enum:21 environment:-8 esto:-19 está:-10 etc/passwd:20 euros:20 evening:-8 everyone:-7
  everything_$:9 everything_in:5 everything_stop:-14 everything_up:16 examples:-18 exceeded:-10
  execute:20 execution:-5 explain:-23 extracton:9 factor:7 fail:-10 far:-5 fass:-9 faster:19
  features:14 figures:11 finacial:19 final_<title>:6 find:17 findings:-4 finds:11 finish:4
  finish_the:10 finished_?:-5 fire:12 fired:-11 firewall:18 first:8 first_$:6 first_?:-6
  first_batch:11 fits:5 fix_it:11 fix_the:6 flight:9 fly:15 for:8 for_please:16 for_today:-21
  force:23 forget:9 form:18 forward:-7 found:-18 foundation:21 france:23 free_$:10 freeze:-15
  friday:10 friday_$:11 from:9 from_<number>:11 from_<title>:-5 from_the:23 funciona:-20
  functions:13 funktioniert:-23 game:21 gaol:8 garden_$:-9 garden_<title>:13 gardener:-19
  gardening:-8 gates:17 get:11 get_<number>:8 get_going:13 get_the:13 gets:5 getting:-4
  gewonnen:20 gisteren:-10 git:22 go:8 go_$:29 go_?:-8 go_for:11 go_go:10 goaltype:-9 goes:10
  good:14 good_morning:8 grab:13 grafana:9 grandmother:15 great:8 green:-7 groq:8 group:11
  guide:12 guide_$:19 ha:9 had:-9 had_a:-5 half_of:-7 halt:-4 handle:18 handler:10 handoffs:18
  happen:7 happened:-9 happy:8 harden:18 hardning:14 has_been:-11 has_to:15 have:11 have_$:13
  have_<number>:9 have_the:11 have_to:-10 hay:-13 hello:-12 help_<title>:20 help_me:-14 helper:13
  helpful:19 her:-10 here:-4 hi:-5 hier:-8 history:-18 hizo:-7 hm:21 hmm:5 hold:17 holding:-13
  home:12 hook:11 hour_$:-9 how_is:-5 how_long:-9 hurt:-5 há:-6 i'd:5 i'm:6 i'm_new:-5
  i've_been:15 i_am:-4 i_do:6 i_don't:-5 i_have:-18 i_mean:7 i_meant:11 i_need:4 i_only:4 i_ran:5
  i_start:-7 i_think:12 i_type:-17 idea:-8 idle:-9 ieri:-10 if_<number>:8 if_i:4 if_it:5 if_the:18
  ignore:12 ik:-10 images:15 implement:4 implement_<number>:25 implement_<title>:21 important:13
  improvements:11 improvments:20 in_<number>:-10 including:10 install:15 instead:14 instead_$:16
  interesting:18 into:7 invoice:-7 invoices:21 invoices_$:9 involve:-11 ipsum:10 is_a:4 is_done:11
  is_free:11 is_it:5 is_left:9 is_not:13 is_the:10 is_there:7 is_what:8 isn't:7 isn't_blocked:22
  issues:13 it's:6 it_$:10 it_?:12 it_be:17 it_going:6 it_is:7 it_up:-11 it_would:12 item:-10
  itself:7 jest:11 jeszcze:-5 job_$:15 just:15 just_do:18 kann:-4 katherine:-5 keep_asking:7
  keeps:-5 keys:10 kill_it:-9 kindly:-6 kitchen:-6 knows:13 l:-10 land:-4 landed:-16 lands:-15
  language:9 laptop:7 large:9 largest:13 last:-5 last_night:4 later_$:7 lay:10 layer:6
  leave_<number>:7 left_?:6 leg:-16 legal:17 let:4 let's:8 level_<number>:11 lights:7 lights_$:25
  like_the:16 like_to:-4 limit:-7 limits:16 line:8 list_$:22 list_agents:6 list_all:-6 login:27
  logs:10 logs_$:10 lol:15 lol_$:12 looking:-9 looks:-13 looping:-14 lorem:10 lost:-9 lot:23
  lovely:16 low:14 lunch:17 machine:13 made:-20 mail:14 mails:-20 main:16 make:13 make_the:8
  manager:10 managment:14 many_agents:5 maria:-17 mark:6 marks:-7 may:10 maybe:21 me_$:4 me_how:-7
  me_what:-5 me_when:7 mean:7 meant:11 meant_<number>:11 measure:21 meeting:12 merge:-14 merged:5
  message:15 met:10 mets:-17 might:14 migrate:23 migration:14 million:-7 mind:12 minus:10
  missing:-9 model:5 moet:-12 moment_?:-9 monitoring:16 month:-8 moon:22 more:4 morning_$:-8
  mother:16 move:15 music:18 must:22 my_<title>:-10 my_boss:-9 my_laptop:7 nadia:11 nearly:-9
  need_<number>:8 new_one:7 news:6 next:8 next.js:14 next_$:7 next_please:10 next_task:9
  next_thing:11 nextcloud:17 nexus:10 nice:15 nigthly:20 nine:-14 no_$:24 no_<number>:16
  no_<title>:8 nobody:8 nonstop:14 not_<title>:11 not_now:21 not_run:7 nothing_$:26 nothing_else:6
  now_?:-10 number:24 of_<title>:6 off:12 off_$:13 often:-12 oh:14 ok:8 old:-14 on_$:9
  on_<title>:-7 on_monday:5 one:10 one_$:6 one_marked:16 one_with:15 ones:5 ones_$:9 ones_that:8
  only_$:5 only_<number>:18 ontem:-10 oops:16 opening:8 ops:8 optimisation:10 optimise:11
  optimised:15 options:-11 or_<number>:22 orchestrator_$:-11 order_<title>:-7 orders:20 ordnung:-4
  other:14 our:10 out:15 out_of:10 outside:18 over:5 overall:19 overnight:-6 overview:-18 own:-11
  page:23 pager:-8 pages:9 para:-12 parallel_$:15 parallel_group:18 pause_$:4 pay:-7 per_batch:4
  percent:-6 percentage:-15 personality:-10 phase:11 phase_$:10 phase_<number>:12
  phases_<number>:18 phone:-12 pick:5 pick_up:19 pictures:7 piece:14 pizza:19 place:8 plan:4
  planned:6 play:16 please:6 please_<number>:30 please_do:8 please_don't:-5 please_run:20
  please_start:24 please_the:9 plug:-11 plus:16 plus_<number>:5 polcy:12 possible:24 posts:8
  prepara:-9 prerequisites:11 president:19 previous:7 print_your:6 priorities:8 priority:13
  priority_$:8 privcy:18 priya:-10 proceed:26 prod:16 production:13 progress_<title>:8
  progress_report:-4 project:5 project_<title>:6 projeto:-9 proper:9 prs:20 puede:-7 pull:-4
  push:4 queries:15 question:-18 quick:10 quickly:19 rain:16 raise:10 rather:8 re:-19 reach:17
  readers:22 reads:-15 ready_$:4 really:13 recall:6 recap:-12 recommend:13 refresh:4 regression:17
  released:-15 report_<title>:7 report_for:-5 report_please:-7 repository:5 request:10
  requests_$:10 requirement:23 requirements:22 reset:21 rest:7 rest_$:14 restarted:-5 restarts:-13
  results:-17 resume:16 resume_$:12 revert:18 rf:6 rf_$:7 riassunto:-10 rm:6 rm_rf:6
  roadmap_<title>:8 roadmap_and:-6 roadmap_please:6 room:-12 root:6 round:8 run_<number>:6
  run_<title>:13 run_all:10 run_batch:-8 run_everything:7 run_it:10 run_please:8 run_the:5
  running_$:-12 running_<number>:6 running_?:-12 rush:7 résumé:-8 s:4 s-sized:18 said:5
  same_time:-6 sandbox:19 sarah:-4 saved:-9 says_blocked:-8 schedule:9 scratch:16 script:11 sec:18
  second:8 section:13 secure:17 see:9 send:5 send_me:-7 sent:5 server:-7 session_<title>:11 set:5
  setup:14 several:-9 sh:13 shape:6 ship:18 shipped:-8 short:5 shortest:15 should:5 show_the:7
  showed:-9 side:8 since_yesterday:-4 sing:19 sit:6 site:14 skeleton:7 slow:4 small:18
  small_tasks:8 smaller:8 smallest:22 so_<number>:11 so_far:-15 so_the:-7 someone:6 something_$:-4
  sorry_<number>:14 sounds:-11 space:16 speed:13 spend:8 spent:-6 spin:18 split:14 split_the:4
  spring:-7 sprint:-18 stage:10 stage_<number>:10 stand:-15 stands:-19 standup:-4 star:8
  start_<title>:17 start_all:16 start_anything:7 start_it:17 start_on:5 start_that:6 started_?:18
  starting:-10 starts:-17 status_$:-7 status_page:15 status_please:-14 status_then:-4
  stop_<title>:11 stop_button:13 stop_please:-11 stopped:-21 stopwatch:13 story_$:12
  story_command:14 straight:-16 stream:4 streams_$:8 streams_<number>:21 strike:17 stuck:-18
  student:18 stuff:14 stuff_$:19 subscribers:16 subscripton:14 sudo:20 sum:-16 summarize:-11
  summary_of:-4 sure:-14 switch:15 sync:6 system:17 são:9 table:18 tackle:14 take:8
  take_<number>:25 take_the:4 takes:7 taks:15 talked:18 task:5 task_$:6 task_please:15 tasks_$:4
  teach:-7 telegram:24 tema:-13 tempo:15 ten:-15 terms:-22 test:-18 testing_$:14
  testing_<title>:16 tests:4 tests_$:30 than:6 thank:13 thanks:14 thanks_$:12 that:8 that's:15
  that's_ready:10 that_$:14 that_<title>:5 that_are:7 that_one:11 the_<number>:18 the_?:12
  the_agent:4 the_backlog:-4 the_blocked:-5 the_customer:12 the_do:5 the_docs:17 the_foundation:6
  the_garden:-5 the_kill:19 the_language:9 the_moment:-7 the_most:8 the_new:7 the_only:4
  the_other:5 the_rest:11 the_start:10 the_state:12 the_task:6 the_tests:6 the_thing:5 the_two:8
  the_whole:4 then:10 then_run:-11 thing:5 thing_$:13 things_$:16 think:5 third:4 this_?:-4
  this_first:5 this_morning:-6 three:7 through:13 through_<number>:5 through_the:7 throw:17
  thru:17 ticket:15 tidy:-6 tidy_up:-4 time:14 time_$:8 tips:14 to_<number>:6 to_<title>:10
  to_be:4 to_have:10 to_main:17 to_me:-8 to_run:22 to_see:16 to_stop:-16 to_the:8 today:12
  today_?:7 todo:-23 together_$:16 told:-5 tom:-7 tomorrow:17 tomorrow_$:11 tonight:8 too_much:6
  took:-8 top:15 touch_the:-7 train:18 trouble:11 two:9 two_agents:4 two_factor:7 type:9 types:5
  unblock:-10 under:-6 understand:-20 undo:5 unencrypted:17 update:-10 update_$:4 uptime:-18
  urgent:8 us_$:19 used:-23 user:-13 uso:-17 validaton:10 vendors:13 verify:9 version:-4 video:15
  view:11 visual:15 vs:-10 wait_<number>:11 wait_for:12 waiting_for:-5 want:7 want_<number>:11
  want_to:-6 wants:-4 warehouse:13 warten:15 warum:4 warum_is:4 was_finished:-16 was_the:8
  watch:18 wczoraj:-13 we_?:-9 we_get:10 we_have:-8 we_need:18 we_should:14 we_start:-10 weather:8
  website:19 weed:-15 weekly:-16 well:5 well_as:4 went:-16 were:-14 what's_next:21 what_$:-13
  what_?:-8 what_are:-13 what_can:-9 what_got:-8 what_happened:-9 what_if:-6 what_please:-23
  what_we:19 whatever:8 whatever_is:10 when_you:15 where_we:-15 which_of:-8 which_one:10
  which_tasks:-5 whichever:18 while:-11 white:12 who_to:12 who_won:6 whole:5 whole_thing:-10
  whose:7 why_can't:-12 why_did:-5 widget:19 wild:14 will:9 will_it:10 win:12 wins:18
  with_<number>:10 with_<title>:11 with_a:14 without_<number>:15 without_the:11 won:6 won_the:6
  wondering:-6 words:6 work_on:4 work_streams:4 working_$:7 works_?:-18 works_en:10
  would_<number>:-6 write:9 write_the:12 written:10 wrong_$:-12 xs:18 y:-9 year:15 yes:6
  yes_start:13 yesterday_$:8 yet_$:5 you:6 you're:-8 you've:-5 you_?:-4 you_are:10 you_can:4
  you_know:14 you_take:22 your:18 zablokowane:-14 zijn:-10 zrobiono:-10 zusammen:-9 あ:-17 在:-5
  `,
  status: String.raw`
  <number>:9 <number>_<title>:5 <number>_blocked:-7 <number>_both:-4 <number>_done:12
  <number>_for:7 <number>_has:13 <number>_is:4 <number>_now:13 <number>_on:14 <number>_only:-11
  <number>_or:5 <number>_please:8 <number>_ready:6 <number>_right:-11 <number>_should:-6
  <number>_still:-4 <number>_then:-12 <number>_tomorrow:11 <number>_was:19 <title>:12 <title>_$:4
  <title>_?:5 <title>_a:-9 <title>_agent:6 <title>_archive:16 <title>_by:10 <title>_can:12
  <title>_code:9 <title>_first:-8 <title>_from:8 <title>_has:10 <title>_i:6 <title>_in:-20
  <title>_is:25 <title>_job:11 <title>_launch:7 <title>_of:5 <title>_one:-4 <title>_or:-11
  <title>_order:19 <title>_progress:-15 <title>_start:-8 <title>_tasks:7 <title>_to:6
  <title>_together:-8 <title>_was:37 <title>_with:-7 <title>_would:12 ^_$:-13 ^_<number>:4
  ^_<title>:4 ^_?:-19 ^_agent:-9 ^_bring:7 ^_build:8 ^_cancel:-9 ^_continue:9 ^_create:5 ^_did:13
  ^_do:5 ^_don't:11 ^_fix:7 ^_full:4 ^_gdpr:4 ^_has:6 ^_hello:-7 ^_hmm:-16 ^_how's:9 ^_if:5
  ^_implement:4 ^_improve:5 ^_is:5 ^_it's:-7 ^_launch:-5 ^_let:-5 ^_level:10 ^_list:16 ^_mark:5
  ^_nobody:7 ^_nothing:-4 ^_print:6 ^_progress:15 ^_restart:5 ^_right:4 ^_roadmap:6 ^_show:24
  ^_so:13 ^_something:-5 ^_status:16 ^_story:-7 ^_system:-13 ^_task:4 ^_undo:4 ^_want:-6
  ^_what's:7 ^_whats:14 ^_when:10 ^_you:4 ^question:14 about:10 about_<title>:4 about_the:13
  active:5 after_<number>:18 agent_$:-4 agents_$:-11 agents_and:-12 agents_running:-8 agreed:6
  alice:-7 alive:-7 all_<title>:-5 all_remaining:-12 all_tasks:7 alone_$:5 already_$:17 also:-21
  an_agent:-9 an_hour:14 and_<title>:5 anybody:13 anyone:-9 anything:5 anything_but:-4 anyway:18
  archive:6 archive_$:5 archive_completed:13 are_$:17 are_ready:15 are_the:9 are_there:5 are_we:15
  are_you:4 around:13 as_next:7 asked:25 at:7 at_once:-13 at_the:4 available_$:14 avant:16
  axiom:-18 ayer:-17 backups:-4 bad:22 bank:11 bar:6 batch_<number>:4 batches_<title>:-9
  be_finished:21 be_unblocked:-5 before_<number>:7 ben:-8 benutze:-11 between:9 big:9 bigger:12
  blocked:14 blocked_$:5 blocked_?:26 blocked_but:-5 blockers_$:6 blocking:18 blocks:8 bob:11
  bootstrap:8 boss:4 both_<title>:-7 bother:-5 break:-6 broke:16 built_$:-9 burn:11 bus:-5 buy:-8
  by:7 by_<number>:7 by_friday:-4 call:-9 called:16 can_do:-6 can_start:4 can_we:11 car:12
  carry:-12 cats:-12 cease:-12 changed:-8 changelog:-10 chat:6 cheaper:-14 choice:-7
  circumstances:5 cleanup:-5 client:-5 co:-8 coffee:-5 colleague:4 colour:-10 comand:-10 come:6
  coming:21 commands:-6 comment:-19 comments:7 commit:14 complete_$:-4 completed:4
  completed_batches:8 confidence:6 continue_with:-14 cost:32 could_<number>:5 cup:-10 current:17
  currently:14 customer:12 customers:15 czy:23 dashboard:6 dashboard_$:12 date:7 days:14
  deferred:27 definitely:-15 deliver:-7 delivered:10 depend:18 depends:18 deps:-4 deze:-8
  did_<number>:10 did_we:11 die:-8 diese:-9 dit:-7 do_<title>:-6 do_all:-4 do_we:5 do_you:-4
  does_<number>:18 does_the:-7 dog:-14 dogs:-7 doing_?:14 don't_$:4 don't_run:11 don't_touch:-8
  don't_want:9 done_$:6 done_?:18 done_and:8 done_by:6 done_today:-6 draft:-13 during:-11 each:-9
  ejecutes:13 else_$:-6 email:-14 end:-5 environment:-20 er_still:10 errors:6 esto:-14 está:7
  euros:-6 even:-8 evening:13 ever:6 everybody:-15 everyone:-19 everything_<title>:7
  everything_that:9 examples:-21 exceeded:15 execution:11 explain:11 fail:5 failed:-5 far:5
  far_are:7 faster:-13 files:4 finally:7 findings:14 fine:7 finish:11 finished:6 finished_?:21
  fired:14 first_?:16 fix_it:-9 for_<number>:13 for_me:7 force:-8 found:20 france:-19 free:-4
  freeze:-8 from_<title>:11 from_batch:4 fun:4 funciona:-15 funktioniert:-12 garden_$:-5
  gardener:-10 gdpr:9 gestern:-9 get_going:-8 getting:-8 gewonnen:-12 gisteren:-17 give_me:10
  give_the:-9 goaltype:14 going_$:10 google:15 grandmother:-5 green:4 ha:4 had:21 had_a:10
  half_of:5 hand:7 happened:7 happens:5 has_been:8 has_to:-7 hate:4 haunted:11 have_$:-13
  have_to:11 healthy:-9 hello:11 help_$:-4 help_me:7 helpful:-8 hier:-7 history:22 hmm:-6 hour:10
  hour_$:14 how's:9 how's_it:9 how_are:25 how_do:-13 how_does:-16 how_far:11 how_is:12 how_long:10
  how_many:8 how_much:11 how_to:-10 hurt:10 i've_been:-7 i_am:5 i_have:21 i_start:10 idea:14
  idle:-11 ieri:-16 if_the:-8 if_we:11 ik:16 implement_<title>:-4 improve:5 improvments:-6
  in_my:11 in_progress:8 instructions:-11 interesting:-4 invoice:15 involve:13 is_<number>:10
  is_<title>:11 is_blocked:8 is_complete:6 is_finished:5 is_free:-16 is_it:10 is_ready:9
  is_there:-8 is_working:-13 isn't_blocked:-8 it_?:-8 it_be:-7 item:14 jaki:15 jeszcze:24
  job_$:-11 jobs:10 joke:-5 just_do:-4 just_the:13 kann:15 katherine:6 keep:7 keep_asking:-5
  keys:-4 kill_<title>:16 kindly:14 kitchen:16 l:16 land:16 landed:-10 lands:18 last:6
  last_night:-25 late:8 lay:5 leave_the:7 left:29 left_$:5 leg:-7 legal:-7 level:13 lights_$:-19
  like_to:12 limits:-11 list:9 list_agents:-8 list_all:7 live:6 lol:-6 long:11 longer:-14
  looking:-6 looks:16 looping:-7 lost:-7 love:6 lovely:-13 lunch:-15 m:12 made:15 mail:-7 mails:23
  make_a:-9 manual:-7 many_<title>:5 many_agents:-9 many_are:17 maria:19 mark_<number>:7 me_how:7
  me_when:-4 measure:-16 merge:19 meridian:-20 met:-12 mets:-9 might:-4 million:12 mind:-11
  minutes:-6 missing:18 moet:19 money:-4 month:4 moon:-17 most:5 most_urgent:11 mother:-11
  moving:7 much_is:7 my_<title>:25 my_boss:6 myself:6 ne:11 nearly:24 never:12 news:10 next_$:6
  next_?:17 next_one:13 nextcloud:-5 nigthly:-7 nine:17 not_$:7 not_start:10 notes:-4 nova:19
  now_?:6 number:-5 numbers:-6 of_<number>:17 of_these:9 off_<number>:-8 oh:-14 ok_$:-11 old:25
  on_$:12 on_<title>:4 on_?:4 on_fire:16 on_it:10 on_my:5 once_$:7 one_of:-6 only_the:12 ontem:-4
  open:4 open_$:12 open_?:22 or:14 orchestrator_$:5 order:4 order_<title>:14 outside:-9 over_the:8
  overnight:-20 overview:37 own:20 owner:13 packages:13 pager:-16 pause_$:-4 pay:12 pending:14
  percent:12 percentage:21 personality:12 phone:15 pick_up:-7 piece:-10 plan:5 plan_$:8
  please_do:-4 plus:-8 prepare:-10 prerequisites:-9 president:-8 print:4 priya:16 proceed:-9
  professor:10 progress:13 progress_$:7 progress_?:20 projeto:21 prs:-18 puede:11 pull:7
  queries:-4 question:19 quickly:-6 rain:-12 ran:11 re:20 reach:-11 read:11 reads:18 ready:14
  really:-5 red:13 redo:13 refresh:-9 released:18 remain:7 remaining:19 remains:19 remove:10
  report_<title>:10 requests_are:10 requirement:-6 restart:5 restarted:4 results:-14 right:7
  room:22 run_batch:19 run_everything:10 running:5 running_?:10 running_agents:-5 s-sized:-6
  said:9 same_time:9 sarah:-19 saved:14 schedule:5 server:16 set_up:7 several:15 should_do:-9
  shouldn't:-11 showed:12 since_yesterday:13 sing:-8 so_the:11 someone:-7 song:10 sort:7 sounds:13
  space:-14 speed:5 split:-6 spring:5 sprint:5 stand:16 stands:18 start_<number>:7 start_?:10
  start_anything:-4 start_with:7 started:5 started_$:-7 starting:13 starts:23 state:21 state_of:13
  status:11 status_$:20 status_?:24 status_of:5 status_page:-11 status_please:16 status_the:24
  status_then:10 status_to:16 still:4 still_open:8 stopped:-6 stories:9 story:23 straight:19
  stream_<number>:5 streams:4 streams_$:6 strike:-13 stuck:24 student:-10 sum:-18 sure:8 switch:-4
  sync:-7 system:-13 são:-7 table:-5 take_?:10 talk:8 task_<title>:10 tasks:7 tasks_are:15
  teach:-9 team_<title>:10 tell:5 tell_me:5 tema:20 tempo:-17 ten:-8 terms:10 test:-10 testing:6
  that_$:-7 the_agents:-7 the_blocked:4 the_blockers:-17 the_critical:7 the_do:4 the_docs:-9
  the_done:15 the_garden:14 the_high:9 the_kill:-8 the_left:15 the_manual:-5 the_open:4
  the_progress:10 the_project:7 the_report:6 the_same:4 the_show:11 the_team:-17 the_weather:-5
  thema:11 then_<number>:-5 these:7 they:-14 this_?:-4 though:-14 three:6 thursday:-10 times:-11
  tips:-5 to_me:17 to_stop:12 todo:13 tokens:11 told:6 tom:18 tonight:-6 too:20 took:12 total:9
  touch:8 touch_the:12 train:-14 tuesday:9 turn:14 type:-13 ugly:10 undefined:-15 under:18
  understand:14 undo:4 unencrypted:-14 up_<number>:9 update:10 uptime:16 urgent:6 us_$:-6 use:-13
  used:26 user:17 users:17 users_$:10 uso:-17 vendors:-7 version:12 view:-10 vs:18 waiting:18
  waiting_for:19 want_to:7 wants:9 warten:-9 watch:-12 way:5 wczoraj:-24 we:4 we're:5 we_$:12
  we_?:14 we_are:4 we_do:6 we_done:12 we_get:-10 we_have:6 we_need:-5 we_start:13 weather:-8
  weed:-5 weit:13 well:7 went:22 were:25 what's:10 what's_the:6 what_$:-5 what_can:4 what_does:10
  what_got:-4 what_happened:7 what_happens:5 what_has:-6 what_if:13 what_please:-15 what_was:-14
  what_we:-10 what_would:20 whatever_is:-8 whats:14 when:7 where_are:15 where_do:11 where_we:4
  which_tasks:20 while:13 who_has:-14 who_to:-7 who_works:7 whoever:7 whole_thing:12 whose_turn:7
  why:9 why_can't:15 with_the:7 without:8 without_the:-4 wondering:14 words:18 work_on:6 worked:11
  working_on:5 works_en:-9 works_the:11 worth:10 would:9 would_<number>:12 wrong:6 wrong_$:16
  wrote:17 wurde:-10 y:-16 year:-4 yes_start:-6 yet_?:23 you've:-10 you_$:-5 you_do:-7 you_start:6
  zablokowane:20 zijn:8 zrobiono:-8 あ:20 います:4 います_?:4
  `,
  report: String.raw`
  <number>_was:-10 ^_$:-10 ^_call:-5 ^_continue:-8 ^_docs:-4 ^_encrypt:-7 ^_gdpr:-4 ^_give:6
  ^_need:6 ^_print:-9 ^_report:10 ^_this:13 ^_update:-10 ^_weekly:6 ^_yesterday:22 a_report:6
  a_summary:13 achieved:26 added:6 afterwards:16 axiom:-10 ayer:22 bootstrap:-6 broke:-9 burn:-6
  ce_who:8 cease:-12 changed:16 changelog:21 chef:10 co:17 come:-7 comment:-10 continue_with:6
  cost:-11 crash:14 crashed:-11 daily:17 dame:14 deferred:-4 deze:11 did:10 did_the:11 didn't:13
  diese:19 digest:21 dit:-7 done_today:9 draft:11 each:-5 ejecutes:-4 encrypt:-7 esto:-4 euros:-4
  everybody:-4 examples:-13 explain:-10 fail:5 far:11 fass:18 figures:-7 finished_$:4 for_the:4
  forward:10 freeze:-8 funciona:-6 funktioniert:-11 gardener:-6 generate:8 gestern:18 get_a:4
  gisteren:23 give_the:10 go_?:16 got:5 got_done:14 ha:-9 happened:9 has_been:5 haunted:-7 hier:9
  hizo:18 i_need:4 ieri:22 is_er:17 is_status:19 joke:-9 just_the:-9 landed:23 last:9 last_run:13
  lay:-9 leg:-6 make_a:11 make_me:14 me_an:-7 me_what:7 mets:-13 monday:9 monday_$:5 money:14
  month:7 moon:-9 notes:11 numbers:10 ok_$:-10 ontem:17 overnight:24 pager:19 pause_$:-4
  prepara:16 prepare:13 progress_report:20 puede:-6 put:6 recap:27 report:29 report_$:15
  report_<title>:-23 report_for:23 report_please:23 report_the:20 restart:-5 results:22
  riassunto:17 résumé:17 send:7 send_me:13 ship:-7 shipped:13 since:10 so_far:25 spent:13
  sprint:19 stands:9 standup:23 standup_$:13 status_please:5 stopped:-6 student:-10 sum:24
  summarise:10 summarize:20 summary:26 summary_of:20 tempo:-4 ten:14 terms:9 test:-8 testing_$:-7
  thank:-5 the_last:12 the_week:9 the_weekend:4 this_week:12 thursday:10 to_été:16 together:4
  tom:-12 undefined:-14 understand:-4 uptime:-9 uso:-6 was_done:10 was_finished:11 wczoraj:27
  we_stand:4 week:22 week_?:12 weekly:23 what_did:21 what_got:27 what_happened:9 what_has:9
  what_please:-6 what_the:4 what_was:31 where_we:11 who_to:8 words:-5 write:5 write_a:9 writing:14
  wrong_$:-9 wurde:22 y:-10 yesterday:20 zrobiono:17 zusammen:18 été:16
  `,
  list_agents: String.raw`
  <number>_agents:-6 <number>_ready:-9 <title>_?:7 <title>_agent:-5 <title>_to:-5 ^_$:-10
  ^_agents:15 ^_any:6 ^_bring:-7 ^_call:-15 ^_check:-5 ^_continue:-6 ^_gdpr:-4 ^_has:10 ^_is:10
  ^_list:12 ^_mark:-5 ^_pause:-7 ^_print:-9 ^_restart:-18 ^_show:9 ^_use:-14 ^_which:14 ^_who:11
  ^_who's:28 achieved:-12 active:15 adaption:-7 agent:10 agent_$:7 agents:20 agents_?:28
  agents_and:14 agents_are:19 agents_running:5 alive:19 all_tasks:-5 already:5 also:9 am:11
  an_agent:-4 and_tell:-6 any:12 anybody:17 anyone:14 anyway:-7 are_the:17 are_you:-12 axiom:26
  bootstrap:-15 bus:-4 busy:15 call:15 cease:-12 changelog:-8 come:-7 comment:-10 crash:-4
  crashed:15 currently_?:18 de:17 dead:-8 deferred:-8 die:11 dit:-14 do_what:4 doing:20 doing_$:5
  draw:-9 drop_the:-5 each:13 email:-5 en:6 esto:-5 está:11 everybody:7 everyone:17
  everything_agents:19 examples:-16 exceeded:-8 explain:-10 failed:10 france:-4 free:10 freeze:-10
  funciona:-6 funktioniert:-7 gardener:-6 gewonnen:-15 got:9 ha:-19 handoffs:-10 has:7 has_the:13
  hate:-4 haunted:-7 hay:14 holding:5 how_is:8 how_long:7 how_many:9 há:11 i_use:13 idle:27
  idle_?:9 is_marcus:7 is_on:13 is_working:17 jobs:-6 joke:-8 keeps:11 kick:4 kick_off:5
  last_night:7 late:-10 lay:-8 leg:-6 limit:4 limits:-4 list_agents:9 list_all:10 looking:13
  lost:-7 made:5 many_agents:11 marcus:7 meridian:25 mets:-9 moment:7 moon:-6 name:14 nearly:-8
  news:-14 night_$:7 no_more:-9 notes:-4 of_them:5 of_these:-4 off_<number>:6 often:8 ok_$:-10
  on_$:-5 on_<title>:13 on_?:13 on_it:-9 one_of:10 optimised:-6 over_the:-8 owner:-9 packages:-6
  president:-15 puede:-4 reset:-4 restarts:10 running_?:12 sandbox:-7 sarah:23 should_do:9
  show_the:4 since_yesterday:-16 someone:9 song:-4 spin:-12 stands:-6 status_$:11 status_of:8
  stop_working:-5 stopped:-11 sum:-10 team:11 team_$:20 tempo:5 ten:-5 test:-8 testing_$:-7
  the_backlog:-5 the_manual:-6 the_stop:-6 the_team:5 their:8 there_$:7 there_?:19 they:17
  this_?:15 three:-6 times:14 tips:-5 too:-15 undefined:-15 up_to:19 update_$:-7 uptime:5 uso:-6
  watch:-10 we_have:6 what's_left:7 what_$:6 what_?:19 what_did:-4 what_has:6 what_please:-5
  which_of:16 who:16 who's:28 who_has:23 who_is:8 who_to:-14 who_won:-10 why_did:14 won:-10
  won_the:-10 working:12 works_?:7 works_currently:5 works_en:8 writing:-5 wrote:-15 y:-10
  yesterday:-6 you've:9 you_?:-6 zijn:-8 います:10 います_?:10 在:20
  `,
  help: String.raw`
  <number>_next:15 <title>_so:-7 ^_$:21 ^_?:40 ^_are:-4 ^_check:-9 ^_continue:-6 ^_docs:18 ^_est:6
  ^_gdpr:-4 ^_hello:16 ^_help:14 ^_hi:21 ^_hmm:13 ^_ok:5 ^_remind:9 ^_something:8 ^_tell:4
  ^_use:16 able:8 able_to:8 about_<number>:-9 ads:-9 am:6 an_agent:18 anyway:-9 are_you:12 as_to:4
  be_so:4 benutze:24 bootstrap:-6 can_do:25 can_i:7 cease:-12 changelog:-8 client:-4 codex:-5
  come:15 commands:45 commands_$:10 commands_?:16 commands_are:12 comment:26 cup:9 dashboards:-5
  deferred:-8 developers:-4 dit:20 do_$:19 do_?:18 do_i:7 do_you:5 don't_want:-4 ejecutes:-4
  environment:16 est_ce:6 esto:24 even:4 everybody:-4 examples:27 explain:14 find:-14
  finish_the:-7 form:-9 freeze:-11 funciona:24 funktioniert:24 gardener:-6 getting:21 gewonnen:-4
  gisteren:-5 goals:15 google:-14 ha:-5 haunted:-7 hello:12 help:24 help_$:30 help_<title>:-4
  help_?:26 here:6 here_?:9 hi:21 hier:6 hmm:8 how_do:17 how_does:19 how_to:26 i'm:6 i'm_new:19
  i_am:9 i_don't:16 i_ran:7 i_say:8 i_start:6 i_type:21 ieri:-4 in_<number>:15 instructions:20
  jeszcze:-12 joke:12 keeps:-8 kind_as:4 lay:-8 leg:-6 lost:18 love:8 man:11 manual:18
  manual_<title>:-11 many_agents:-5 me_?:15 me_how:5 mets:-9 moon:-5 morning_$:10 new_here:18
  notes:-4 nova:-6 now_?:8 ok_$:15 old:-16 on_$:-8 on_?:-13 options:18 orchestrator:14
  orchestrator_$:13 pause_$:-5 play:-5 puede:-8 readers:-12 remind:9 remind_me:9 restarts:-5 say:4
  section:-8 so_kind:4 something_$:17 start_?:-4 started_$:5 stopped:-7 sum:-8 sure:19 teach:18
  tempo:-12 terms:-4 test:21 testing_$:-7 the_$:18 the_?:4 the_do:-6 the_lights:-6 the_manual:21
  the_show:4 the_weather:15 this:9 this_morning:7 ticket:-8 tips:5 to_run:-8 to_stop:6 today_?:-10
  type:13 undefined:14 update_$:-9 uptime:-9 use:12 use_this:14 uso:24 want_to:8 weather:8
  what_$:11 what_are:17 what_can:19 what_did:-5 what_do:10 what_please:30 which_commands:15
  who_won:4 won:4 won_the:4 world:8 worth:-10 y:19 yes:10 you're:6 you_$:13 you_?:18 you_do:9
  zablokowane:-4 zijn:4 你:15
  `,
  garden: String.raw`
  <number>_both:10 <number>_says:12 <number>_still:11 ^_$:-10 ^_bring:4 ^_check:16 ^_clean:9
  ^_clear:15 ^_continue:-6 ^_drop:6 ^_execute:-9 ^_garden:15 ^_gdpr:-4 ^_print:-17 ^_refresh:4
  ^_restart:-4 ^_tidy:9 ^_unblock:19 ^_update:14 active:-4 algo:5 and_nothing:14 and_stop:15
  backlog:12 be_unblocked:17 blocked:14 blocked_but:21 blockers:11 blockers_$:14 bootstrap:-7
  bring:10 cease:-12 changelog:-8 check:9 clean:31 clean_$:8 clean_roadmap:4 clean_the:7
  clean_up:5 cleanup:12 clear:15 come:-7 comment:-10 correct:4 could_be:8 database:-6 date:12
  dead:16 deferred:-5 dependencies:10 depends:9 die:10 dit:-9 drop_the:12 ejecutes:-4 entire:-4
  esto:-4 examples:-14 execute:-4 explain:-10 finish_the:-11 fix:8 flags:8 freeze:-8 from_the:-6
  funciona:-6 funktioniert:-5 garden:14 garden_$:25 garden_<title>:-13 gardener:26 gardening:26
  green:8 ha:-5 haunted:-7 healthy:9 id:11 it_up:8 joke:-8 la:16 lay:-8 leg:-6 let_the:12
  longer:12 make_the:14 marked:4 marks:12 met:4 mets:23 notes:-4 ok_$:-10 optimised:-4 ordnung:14
  overall:-12 pager:-4 pause_$:-4 play:-9 print:-12 puede:8 reality:9 refresh:6 refresh_the:12
  remove:-4 restarts:-4 roadmap:18 roadmap_<title>:-10 roadmap_and:11 says_blocked:14 shouldn't:14
  show_the:-15 some:9 stale:19 stands:-13 statuses:23 statuses_$:9 stopped:-6 sum:-9 sync:11
  terms:-4 test:-8 testing_$:-7 the_?:-4 the_backlog:13 the_blocked:5 the_blockers:18
  the_critical:-6 the_roadmap:15 the_same:4 the_statuses:14 then_run:16 though:9 tidy:20
  tidy_up:15 times:5 tips:-17 type:-14 unblock:32 unblock_what:6 unblockable:8 unblocked:12
  undefined:-14 understand:-4 up_$:4 up_please:4 update_$:-18 uptime:-10 uso:-6 weed:18
  what_please:-5 whether:4 worth:-4 y:-10
  `,
  stop: String.raw`
  <number>_instead:-11 <title>_first:8 ?_the:15 ^_$:-10 ^_abort:26 ^_call:17 ^_cancel:27
  ^_check:-4 ^_continue:-6 ^_don't:-19 ^_emergency:4 ^_end:11 ^_gdpr:-4 ^_halt:21 ^_hold:7
  ^_kill:24 ^_nothing:12 ^_pause:8 ^_print:-9 ^_pull:13 ^_restart:-7 ^_stop:19 ^_take:8 abort:26
  abort_$:10 afterwards:-12 agent_on:5 agents_and:4 agents_now:4 agents_running:7 agents_stop:16
  alex:9 all_agents:21 all_work:7 an_agent:-10 and_stop:-29 anything_$:7 approve:-9 asking:-11
  axiom:4 be_started:7 bootstrap:-6 break:18 burning:12 bus:-14 buton:-10 button:-7 call:7
  cancel:22 cease:24 changed:6 changelog:-8 come:-6 comment:-9 day_$:4 deferred:-4 definitely:11
  dit:-7 don't_start:11 down:20 down_$:14 ejecutes:-4 end:9 enough:24 esto:-4 everybody:8
  everyone:7 everything_now:14 everything_stop:25 examples:-10 explain:-10 for_now:11 for_today:24
  freeze:26 funciona:-5 funktioniert:-7 gardener:-8 getting:-5 goals:-9 ha:-5 halt:27 halt_$:17
  haunted:-7 her:15 i_meant:-7 instead:-5 instead_$:-10 is_running:7 it_up:8 jobs:-10 joke:-9
  kill:18 kill_<title>:-24 kill_all:13 kill_it:17 last_night:-8 lay:-8 leg:21 list_all:-4
  looping:18 lunch_$:9 make_the:-16 meant:-7 meant_<number>:-7 merge:-4 mets:-9 minutes:13
  moment_?:10 more:7 morning_$:5 night_$:-4 no_more:25 notes:-4 nova:6 now_stop:10 of_them:10
  off_<number>:5 off_the:13 ok_$:-10 optimization:7 orders:-18 para:20 pause:16 pause_$:4
  please_don't:17 plug:20 pull:10 readers:-8 red:-4 restarts:-4 run_$:6 run_everything:-6
  running_$:7 should_be:8 shut:16 stands:-4 start_anything:4 started_$:5 started_?:-5 stop:25
  stop_$:22 stop_<number>:9 stop_all:16 stop_button:-8 stop_everything:25 stop_it:20
  stop_please:20 stop_the:15 stop_working:19 stopped:25 sum:-12 switch:-8 telegram:-21 ten:13
  terms:-4 test:-8 testing_$:-6 the_moment:6 the_run:11 the_stop:7 them_all:4 till:18 todo:17
  tonight:4 undefined:-14 understand:-4 update_$:-9 uptime:-10 uso:-6 want_to:-8 what_has:-4
  what_please:-4 while:7 whole_thing:5 words:-22 write_the:-10 wrong:6 y:-10 year:-8 you're:7
  `,
} as const;

/**
 * What people type instead of words: emoji, the short forms of phones, letters held down, and
 * scripts that put no spaces between words. Everything here is one word for one.
 */

function pairs(lines: string): ReadonlyMap<string, string> {
  return new Map(
    lines
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [meaning = "", forms = ""] = line.split("=");
        return forms
          .trim()
          .split(/\s+/)
          .map((form) => [form, meaning.trim()] as const);
      }),
  );
}

/** An emoji without a meaning here says nothing: a rocket alone starts nothing. */
const EMOJI = pairs(`
  stop = 🛑 ⏹ ✋ 🤚
  not = 🚫 ❌ ⛔ 🙅 👎 ✖
  and = ➕ 🤝
  status = 📊 📈 📉
  help = 🆘
  pause = ⏸
  delete = 🗑 🚮
  music = 🎵 🎶
  bug = 🐛
  security = 🔒 🔐
  documentation = 📄 📚 📝
  email = 📧 ✉
  image = 🖼
  notification = 🔔
  database = 🗄
  mark = ✅ ☑ ✔
  ? = ❓ ❔
`);
const EMOJI_ANY = new RegExp([...EMOJI.keys()].join("|"), "gu");

/** Chinese, Japanese and Korean, word by word; `,` where a particle only ends a phrase. */
const UNSPACED = pairs(`
  run = 跑起来 动起来 運行起來 运行起来 跑起來 実行 執行 执行 运行 運行 跑 执行一下 やって 実装 实现 実施 하기 실행
  start = 取りかかって 取り掛かって 着手 开始 開始 启动 啟動 始めて スタート 시작
  do = 做起来 搞起来 搞定 進めて 做 して する 해
  list = 列出 一覧
  later = 後で あとで 以后 稍后
  first = 先に
  handoff = 交接 引き継ぎ
  protocol = 协议 協議 プロトコル
  processing = 处理 処理
  loop = ループ 循环
  fix = 直して 修复 修正
  outside = 外面 外 外から
  access = 访问 アクセス
  home = 家里 家 自宅
  sourcing = 来源
  generation = 生成する
  show = 教えて 見せて 表示して 告诉我 告訴我 显示 顯示 알려줘 보여줘
  please = とりあえず してください して下さい ください 下さい お願いします お願い 请 請 拜托 해주세요 해줘 주세요
  stop = 停止 停下 停 止めて 止める 中止 取消 중지 멈춰
  everything = 全部 全て すべて 所有 一切 所有的 모두 전부
  not = 不要 别 別 不 しないで ないで 勿 しません 하지마 하지
  help = 使い方 帮助 幫助 ヘルプ 助けて 救命 도움말 도와줘
  status = 进度 情况 進み具合 進度 进展 状态 狀態 進捗 状況 状態 ステータス 상태 진행
  make = 生成 作成 作って 만들어
  a = 一份 一个 一個 一つ 하나
  report = 報告書 报告 報告 レポート 汇报 総括 보고서
  next = 下一个 下一個 次 接下来 다음
  task = 任务 任務 タスク 작업
  and = 和 と 跟 与 、 및
  except = 除了 以外 除外 を除いて 以外の 제외
  all = 每个
  who = 谁 誰 누가
  what = 什么 何 무엇
  delete = 删除 刪除 削除 삭제
  finished = 完成 完了 終わった 終わりました 완료
  left = 还剩下 还剩 剩下 残ってる 残って 残り
  how many = 多少 几个 いくつ
  which = 哪些 哪个 どれ
  blocked = 被阻塞 阻塞 被卡住 卡住 ブロックされて ブロック
  yesterday = 昨天 昨日
  this week = 本周 这周 今週
  summary = 总结 まとめ
  can do = 能做 できます できる できるの
  use = 怎么用 どう使う 使う
  commands = 命令 コマンド
  clean = 清理 整理 片付けて 掃除して 整理して
  roadmap = 路线图 ロードマップ
  working = 工作 作業
  agents = 代理 エージェント 에이전트
  ? = 吗 嗎 ですか か ？ 怎么样 どうですか どう 如何
  documentation = 文档 文檔 ドキュメント 資料
  database = 数据库 資料庫 データベース
  data = 数据 データ
  financial = 财务 財務
  remote access = リモートアクセス 远程访问
  warehouse = 仓库 倉庫
  test = 测试 テスト
  deployment = 部署 デプロイ
  monitoring = 监控 監視
  subscription = 订阅 購読
  management = 管理
  user = 用户 ユーザー
  authentication = 认证 認証
  encryption = 加密 暗号化
  images = 图片 画像
  menu = 菜单 メニュー
  button = 按钮 ボタン
  bot = 机器人 ボット
  team = 团队 チーム
  dynamic = 动态 動的
  adaptation = 适应 適応
  write = 写
  security = 安全 セキュリティ
  performance = 性能
  optimization = 优化 最適化
  export = 导出 エクスポート
  notification = 通知
  configuration = 配置 設定
  search = 搜索 検索
  first = まず 首先 先
  the = 让 讓 给 な を は が の に へ も 也 把 一下 吧 了 现在 今 で 를 을 은 는 이
`);
const LONGEST = Math.max(...[...UNSPACED.keys()].map((word) => word.length));
const UNSPACED_RUN = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]+/gu;

/** Emoji as words; unspaced writing cut into words unless the roadmap is written so. */
export function spellOut(text: string, titlesUnspaced: boolean): string {
  if (/^[ -~]*$/.test(text)) return text;
  const worded = text
    .normalize("NFKC")
    .replace(/[\ufe0e\ufe0f\u200d]/g, "")
    .replace(EMOJI_ANY, (emoji) => ` ${EMOJI.get(emoji) ?? ""} `);
  return titlesUnspaced ? worded : worded.replace(UNSPACED_RUN, (run) => ` ${cutApart(run)} `);
}

export function isUnspaced(text: string): boolean {
  return /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]/u.test(text);
}

/** The longest known word first; what is unknown stays together, for nothing to match it. */
function cutApart(run: string): string {
  const words: string[] = [];
  let unknown = "";
  for (let at = 0; at < run.length; ) {
    let length = Math.min(LONGEST, run.length - at);
    while (length > 0 && !UNSPACED.has(run.slice(at, at + length))) length--;
    const word = UNSPACED.get(run.slice(at, at + length));
    if (word === undefined) {
      unknown += run[at] ?? "";
      at++;
      continue;
    }
    if (unknown !== "") words.push(unknown);
    unknown = "";
    words.push(word);
    at += length;
  }
  if (unknown !== "") words.push(unknown);
  // What is not to be done is said last there.
  const last = words.findLastIndex((word) => word === "not");
  if (last > 0 && words.some((word) => word === "run" || word === "do" || word === "start")) {
    words.unshift(...words.splice(last, 1));
  }
  return words.join(" ");
}

const SHORT_FORMS = pairs(`
  please = stp svp pls plz plse pleas pleez plx pleaase bitteschön
  start = strt strat satrt
  next = nxt
  stop = stahp stawp
  that's = thats
  without = w/o wo wout
  thanks = thx thnx tnx ty tysm tyvm thankyou thanx cheers ta merci gracias danke grazie obrigado obrigada
  the = teh th da
  you = u ya yu yous
  your = ur yr
  are = r
  now = rn nw nao noww
  and = n nd adn an'
  with = w w/
  about = abt
  sorry = sry srry soz
  before = b4
  because = bc cuz cos coz becuz bcs
  tomorrow = tmr tmrw tomoz 2moro tomorow
  today = 2day tdy
  tonight = 2nite tonite
  something = sth smth sumthing somethin
  everything = evrything everythin evrythin everthing everyting evryting
  nevermind = nvm nm
  though = tho
  give = gimme gimmi gib
  let = lemme
  going = goin
  doing = doin
  running = runnin
  working = workin
  help = halp hlp hepl
  ok = okay okey okie k kk okk oke
  yes = yeah yep yup yea yah ye aye
  no = nope nah naw noooo
  don't = dont dnt
  can't = cant
  isn't = isnt
  won't = wont
  doesn't = doesnt
  didn't = didnt
  shouldn't = shouldnt
  haven't = havent
  wouldn't = wouldnt
  cannot = cannt
  not = nt
  people = ppl
  minutes = mins min
  requirement = rq
  everyone = evry1 every1
  someone = some1
  what's = wats whts wots
  what = wat wut wht
  how's = hows
  where's = wheres
  status = stats
  pictures = pics
  management = mgmt
  environment = env envs
  configuration = cfg
  implement = impl
  want = wnat wanna wna
  can = cn
  should = shud shld
  could = cud cld
  would = wud wld
`);

/** One word for what was typed; words of the roadmap are left as they are. */
export function readTyping(
  words: readonly string[],
  isWord: (word: string) => boolean,
  known: ReadonlySet<string>,
): readonly string[] {
  return words.map((word) => {
    if (known.has(word) || word.startsWith("'")) return word;
    // "WP-10.35's turn"
    if (/\d's$/.test(word)) return word.slice(0, -2);
    const short = SHORT_FORMS.get(word);
    if (short !== undefined) return short;
    // "pleeease", "stoooop"
    if (!/(\p{L})\1\1/u.test(word) || isWord(word)) return word;
    const single = word.replace(/(\p{L})\1{2,}/gu, "$1");
    const double = word.replace(/(\p{L})\1{2,}/gu, "$1$1");
    const held = [single, double].find((one) => isWord(one) || known.has(one));
    return held ?? SHORT_FORMS.get(single) ?? word;
  });
}

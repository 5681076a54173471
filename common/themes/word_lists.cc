#include "common/themes/word_lists.h"

#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace mainstay::themes {
namespace {

// The lists are words with spaces between them.
constexpr std::string_view kEvaluations =
    // adjectives
    "好 差 坏 慢 贵 旧 脏 吵 乱 破 烂 臭 挤 闷 潮 窄 难 偏 陈旧 老旧 破旧 破破烂烂 老化 老 简陋 "
    "简单 粗糙 恶劣 "
    "糟糕 差劲 低劣 低档 失望 气愤 生气 恶心 恐怖 肮脏 脏乱 脏乱差 混乱 嘈杂 吵闹 潮湿 阴暗 昏暗 "
    "狭小 狭窄 拥挤 冷淡 "
    "冷漠 生硬 傲慢 粗鲁 缓慢 麻烦 难吃 难闻 难看 难受 难找 模糊 偏远 偏僻 不便 不满 不足 不合格 "
    "不到位 不耐烦 不敢恭维 "
    "不怎么样 一般 勉强 一塌糊涂 名不副实 没礼貌 没有礼貌 不错 满意 舒服 舒适 干净 整洁 清洁 安静 "
    "方便 便利 便捷 热情 "
    "周到 亲切 友好 礼貌 耐心 细心 专业 及时 准时 快捷 准确 齐全 完善 优雅 优秀 优美 漂亮 美观 "
    "豪华 宽敞 明亮 温馨 新鲜 "
    "丰富 丰盛 实惠 合理 合适 划算 值得 好吃 可口 完美 一流 理想 超值 不值 物有所值 推荐 遗憾 可惜 "
    "可靠 稳定 牢固 "
    // faults
    "异味 霉味 怪味 烟味 臭味 味道大 噪音 噪声 骚扰电话 蟑螂 蚊子 老鼠 垃圾 故障 破损 损坏 裂纹 "
    "裂缝 划痕 变形 生锈 "
    "污渍 发霉 霉斑 漏水 漏电 堵塞 停电 停水 断网 掉漆 掉线 延误 延迟 拖延 迟到 缺货 断货 漏发 "
    "错发 少发 超标 退货 返修 "
    "色差 缺陷 失误 错误 投诉 欺骗 骗人 上当 受骗 推诿 推脱 扯皮 乱收费 多收 打不开 睡不着 修不好 "
    "找不到 "
    // English
    "good bad poor great excellent terrible horrible awful nice rude dirty filthy clean slow fast "
    "late "
    "noisy quiet loud broken old new cold hot small tiny big large cheap expensive overpriced "
    "friendly "
    "helpful unhelpful comfortable uncomfortable smelly wrong disappointed disappointing perfect "
    "unacceptable useless faulty defective damaged delayed delay missing leaking leak rusty noise "
    "complaint defect mould mold smell unreliable reliable convenient inconvenient worst best "
    "worth";

constexpr std::string_view kMeasures =
    "大 小 高 低 多 少 长 短 快 新 冷 热 硬 软 暗 黑 湿 远 近 薄 厚 久 强 弱 松 紧 重 轻 深 浅 满 "
    "空 "
    "便宜 严重 明显 不少 有限 过分 过高 过低 过大 过小 偏高 偏低 偏大 偏小";

constexpr std::string_view kTransparents =
    // degree
    "很 太 非常 比较 极其 极 极度 极为 相当 特别 十分 有点 有点儿 有些 稍 稍微 略 略微 较 较为 挺 "
    "蛮 超 "
    "超级 最 更 更加 更为 越来越 这么 那么 如此 过于 多么 够 足够 颇 颇为 尤其 格外 异常 无比 一点 "
    "点 些 "
    "一些 一下 巨 狂 忒 贼 "
    // structure
    "的 地 得 了 着 过 是 有 里 内 上 里面 里边 上面 内部 方面 起来 "
    // emphasis
    "可怜 要命 厉害 令人 让人 肯定 强烈 绝对 明明 所谓 唯一 直接 效果 情况 状况 程度 水平 也就 "
    "也就是 更是 都很 也很 又很 而已 也 都 就 还 又 才 却 竟 竟然 居然 真 真的 真是 实在 实在是 "
    "确实 的确 根本 完全 简直 甚至 几乎 都是 "
    "也是 就是 全 全是 总是 老是 经常 常常 一直 已经 显得 还算 算 尚 尚且 并 倒 倒是 可 再 仍 仍然 "
    "依然 "
    "都有 还有点 只 只是 只有 连 "
    // English
    "a an the is are was were be been being am isnt very too so quite rather pretty extremely "
    "really "
    "totally absolutely completely just even still also always somewhat fairly bit little such and "
    "or "
    "more most 's";

constexpr std::string_view kBreaks =
    // who and which
    "我 你 您 他 她 它 咱 俺 我们 你们 他们 她们 它们 咱们 自己 大家 人家 别人 本人 个人 人 人们 "
    "有人 谁 这 "
    "那 哪 此 该 本 其 某 各 各位 每 每个 某些 这个 那个 哪个 这些 那些 哪些 这里 那里 那儿 这儿 "
    "哪里 这样 "
    "那样 这种 那种 这次 那次 这家 那家 这是 那是 另 另外 其他 其它 其中 所有 整个 整体 总体 全部 "
    "任何 有的 "
    "什么 怎么 怎样 怎么样 如何 为何 为什么 多少 几 是否 "
    // joining
    "但 但是 可是 不过 然而 而 而且 而是 且 并且 和 与 跟 同 及 以及 或 或者 还是 还有 以至 因 "
    "因为 因此 由于 "
    "所以 于是 如果 如 要是 假如 的话 虽然 虽 尽管 即使 就算 哪怕 只要 除了 除 以外 为了 为 关于 "
    "对于 对 从 在 "
    "到 向 往 朝 离 把 被 将 让 给 令 叫 使 由 用 以 于 按 按照 根据 通过 经 经过 比 比如 例如 像 "
    "象 当 与其 "
    "不但 不仅 不仅仅 不光 不只 不止 不管 不论 无论 不然 否则 既 又是 至于 似乎 好像 好象 一样 "
    "一般来说 比起 "
    "不如 相比 作为 随着 之类 等 等等 左右 以上 以下 之间 "
    // when
    "时 时候 时间 当时 之后 之前 以后 以前 后 前 后来 然后 接着 最后 最终 结果 首先 其次 再次 "
    "再就是 现在 目前 "
    "今天 昨天 明天 今年 去年 年 月 日 号 天 周 星期 周末 小时 分钟 秒 点钟 点多 晚上 早上 早晨 "
    "清晨 上午 下午 "
    "中午 凌晨 半夜 夜里 深夜 当晚 昨晚 当天 每天 整晚 一晚 夜 白天 刚 刚刚 马上 立刻 立即 终于 曾 "
    "曾经 正 正在 "
    "正好 刚好 先 同时 有时 有时候 平时 下次 上次 这次 以来 期间 半天 半 天后 晚 次日 国庆 五一 "
    "春节 "
    // measures and money
    "个 次 位 家 间 张 只 件 条 块 元 块钱 钱 人民币 层 楼 平米 平方 米 公里 瓶 份 种 套 台 辆 岁 "
    "名 句 句话 "
    "段 顿 口 遍 趟 % 百 千 万 多 余 几个 几次 好几 好几次 许多 很多 好多 大多 大部分 多次 少许 "
    // telling, wanting, going
    "说 讲 看 看到 看见 看看 看来 看起来 看上去 听 听到 听说 想 想到 想要 觉得 觉的 感觉 感到 感受 "
    "认为 以为 发现 "
    "知道 不知道 不知 告诉 告知 说是 说道 据说 问 问题 回答 回答说 希望 但愿 建议 要 会 能 可以 "
    "可能 也许 应该 "
    "应 必须 需要 需 打算 开始 进行 进 出 回 回来 回去 去 来 走 过去 过来 出来 出去 下来 下去 进去 "
    "进来 上来 做 "
    "弄 搞 拿 放 找 等到 成 成为 变 作 当成 属于 住 住过 住在 住宿 入住 到了 值得一提 表示 请 叫做 "
    "起 去过 "
    "没想到 想不到 不愧 原来 本来 其实 其实是 实际 实际上 事实上 当然 显然 估计 大概 大约 基本 "
    "基本上 反正 总之 "
    "总的来说 总的 总体来说 综合 具体 可见 毕竟 果然 果真 幸好 幸亏 好在 难道 究竟 到底 竟是 恐怕 "
    "能够 不得不 不必 不用 不用说 不用了 不说 不算 不妨 不禁 不断 不由 无非 是不是 有没有 好不好 "
    "能不能 会不会 "
    "要不 要不是 要不然 是因为 因而 何况 别的 第一次 顺便 特意 专门 互相 一起 一边 一定 一旦 一路 "
    "一共 一律 "
    "一句 尽量 千万 万一 最近 最多 最少 至少 起码 可怕的是 一点点 东西 事 事情 事儿 地方 情况 样子 "
    "方式 原因 "
    "不到 好不容易 见过 遇到 碰到 中 外面 旁边 附近 地上 一个人 不敢 我在 我是 之 级 号 "
    "啊 呀 吧 呢 吗 嘛 哦 啦 哈 哈哈 呵 呵呵 唉 哎 嗯 喔 哟 诶 噢 额 呃 哇 喂 晕 嘿嘿 郁闷 倒 靠 "
    "汗 无语 nnd "
    "算了 好了 对了 罢了 而已 为止 的是 最好 还好 还行 还可以 尚可 就要 就会 都会 还会 也会 都能 "
    "也能 只能 只好 "
    "便 即 即可 如下 补充 点评 评价 反馈 上网查 ok "
    // English
    "i me my mine we us our you your he him his she her it its they them their who whom whose "
    "which "
    "what this that these those there here when where why how but nor if because although though "
    "while than then as at by for from in into of off on onto out over to up down with within "
    "about "
    "after before during between until since through under above again once all any both each few "
    "other another some own same only can could will would should may might must shall do does did "
    "doing done have has had having get gets got getting one two three first second next last "
    "today yesterday tomorrow day days week weeks month months year years hour hours minute "
    "minutes "
    "time times much many lot lots make made go goes went come came say said says tell told ask "
    "asked think thought know knew want wanted like use used using like would thing things "
    "something anything nothing everything someone anyone everyone yes please thanks thank dear hi "
    "ltd inc pcs rmb cny usd mpa kpa kwh rpm mah hrs mins approx "
    "hello however therefore also well let us per via etc vs already yet now later soon ago nt";

// What to write, then the ways in which it is said.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kNegators = {{
    {"不", "不 不是 不太 不很 不怎么 不算 并不 并非 毫不 从不 绝不 决不 未 不够"},
    {"没有", "没有 没 无 毫无 没什么 没啥"},
    {"不能", "不能 无法 没法 没办法 没有办法 不可以 不可 未能 不让 不准"},
    {"不会", "不会"},
    {"不要", "不要 别 千万别"},
    {"不愿", "不愿 不愿意 不肯"},
    {"not", "not never cannot hardly barely neither"},
    {"no", "no without"},
}};

constexpr std::string_view kCompounds =
    "服务员 服务生 业务员 售货员 快递员 驾驶员 工作人员 服务人员 客服 售后 售后服务 客户经理 "
    "卫生间 洗手间 标准间 单人间 "
    "双人间 三人间 会议室 停车场 休息室 性价比 标间 总台 前台 星级 房价 异味 霉味 味道 打车 水流 "
    "入住 网速 网络 交期 "
    "交货期 对账 对账单 不良率 良率 良品率 合格率 次品率 返修 返修率 返工 外箱 超标 污渍 刷卡 投诉 "
    "退房 退款 退货 换货 补货 "
    "断货 缺货 到货 发货 漏发 错发 少发 色差 质检 检验 验收 验货 培训 响应 结账 结帐 无烟房 无烟 "
    "无线 无线网 无线网络 "
    "信用卡 身份证 二手烟 隔音 工程师 技术员 采购员 送货员 送货单 收货 签收 包装箱 说明书 合同 "
    "账期 开票 报关 入账 "
    "火车站 汽车站 地铁站 出租车 公交车 电视机 洗衣机 打印机 淋浴房 洗澡水 蚊子 空调 暖气 热水 "
    "热水器 餐厅 "
    "服务态度 没有礼貌 没礼貌 不耐烦 不锈钢 不良品 不合格 不干胶 差不多 携程 将就 难闻 难吃 难看 "
    "难受 难以 好吃 好看 "
    "好听 好用 好找 耐心 专业 水龙头 下水道 电梯间 睡不着 吹风机 房间号 靠马路 临街 不卫生 没人 "
    "没空 大床 大床房 双床房 豪华房 大堂 大厅 点评 无所谓 怎么样 一塌糊涂 没办法 没有办法 不到位 "
    "怪味 烟味 臭味 骚扰电话 乱收费 多收 修不好 找不到 漏水 霉斑 色差 裂纹 划痕 掉漆 物有所值 停水 "
    "不怎么样 不敢恭维 脏乱差 "
    // Those of industry that it cuts into single characters, of which it then takes one for a word
    // that means nothing by itself: 出 | 厂, 在 | 线.
    "出厂 到厂 进厂 入厂 驻厂 出库 在库 出错 在线 离线 线下 产线 换线 在途 下单 余量 产量 采购量 "
    "起订量 订货量 换型 保质期 排期 产能 备货 试产 打样 对接 对接人 接口人 售前 上下游 比同行";

constexpr std::string_view kWholes =
    "不错 不满 不足 不便 不如 不同 不少 不良 不良率 不良品 不合格 不锈钢 不一致 不一样 不得了 "
    "不敢恭维 不怎么样 没落 没收 没命 "
    "最好 最近 最后 最终 最多 最少 最初 最佳 更换 更新 更改 更衣 太阳 太空 太原 太平 太太 超市 "
    "超级 超标 超过 超时 超重 "
    "还是 还有 还好 还行 还要 都市 都会 就是 就算 就餐 就近 并且 又是 才能 再次 再见 再说 从来 "
    "从而 可能 可以 可怜 可口 "
    "可乐 可爱 可惜 可靠 可见 较真 极端 极品 极力 特价 特色 特点 特殊 特意 特种 真实 真诚 真心 "
    "真正 也许 也是 却是 挺好 好像 "
    "好多 好吃 好看 好听 好用 好找 好评 好处 好奇 好心 好转 好事 好人 "
    "目的 似的 真的 别的 有的 总的 的的 受不了 免不了 少不了 忘不了 用不了 上不了 吃不了 大不了 "
    "不了 为了 除了 算了 极了 "
    "到了 好了 对了 得了 觉得 值得 舍得 懂得 显得 记得 获得 取得 难得 不得 使得 省得 懒得 认得 "
    "晓得 不得不 值得一提";

constexpr std::string_view kNotNumbers =
    "一般 一流 一致 一样 一直 一定 一起 半夜 万一 千万 十分 十足 百货 千篇一律 一如既往";

constexpr std::string_view kShortNames = "tv ac pc ip wc hr qa qc av db os ui";

constexpr std::string_view kPraise =
    "好 不错 满意 舒服 舒适 干净 整洁 清洁 安静 方便 便利 便捷 热情 周到 亲切 友好 礼貌 耐心 细心 "
    "专业 "
    "及时 准时 快捷 准确 齐全 完善 优雅 优秀 优美 漂亮 美观 豪华 宽敞 明亮 温馨 新鲜 丰富 丰盛 "
    "实惠 合理 "
    "合适 划算 值得 好吃 可口 完美 一流 理想 超值 物有所值 推荐 可靠 稳定 牢固 便宜 "
    "good great excellent nice quiet clean friendly helpful comfortable perfect reliable "
    "convenient cheap best worth";

constexpr std::string_view kBetterBig =
    "房间 客房 大床房 标间 标准间 床 卫生间 洗手间 浴室 空间 大堂 窗户 阳台 room bed bathroom";

absl::flat_hash_set<std::string_view> SetOf(std::string_view words) {
  return absl::flat_hash_set<std::string_view>(absl::StrSplit(words, ' ', absl::SkipEmpty()));
}

absl::flat_hash_map<std::string_view, WordClass> Classes() {
  absl::flat_hash_map<std::string_view, WordClass> classes;
  const auto add = [&](std::string_view words, WordClass word_class) {
    for (std::string_view word : absl::StrSplit(words, ' ', absl::SkipEmpty())) {
      classes.try_emplace(word, word_class);
    }
  };
  for (const auto& [form, words] : kNegators) add(words, WordClass::kNegator);
  add(kEvaluations, WordClass::kEvaluation);
  add(kMeasures, WordClass::kMeasure);
  add(kTransparents, WordClass::kTransparent);
  add(kBreaks, WordClass::kBreak);
  return classes;
}

}  // namespace

WordClass ClassOf(std::string_view word) {
  static const auto& classes = *new absl::flat_hash_map<std::string_view, WordClass>(Classes());
  const auto found = classes.find(word);
  return found == classes.end() ? WordClass::kContent : found->second;
}

std::string_view NegatorForm(std::string_view word) {
  for (const auto& [form, words] : kNegators) {
    for (std::string_view way : absl::StrSplit(words, ' ')) {
      if (way == word) return form;
    }
  }
  return {};
}

bool IsCompound(std::string_view word) {
  static const auto& words = *new absl::flat_hash_set<std::string_view>(SetOf(kCompounds));
  return words.contains(word);
}

bool IsShortName(std::string_view word) {
  static const auto& words = *new absl::flat_hash_set<std::string_view>(SetOf(kShortNames));
  return words.contains(word);
}

bool IsWhole(std::string_view word) {
  static const auto& words = *new absl::flat_hash_set<std::string_view>(SetOf(kWholes));
  return words.contains(word);
}

bool IsPraiseWord(std::string_view word) {
  static const auto& words = *new absl::flat_hash_set<std::string_view>(SetOf(kPraise));
  return words.contains(word);
}

bool IsBetterBig(std::string_view word) {
  static const auto& words = *new absl::flat_hash_set<std::string_view>(SetOf(kBetterBig));
  return words.contains(word);
}

bool IsChineseNumber(std::string_view word) {
  static const auto& others = *new absl::flat_hash_set<std::string_view>(SetOf(kNotNumbers));
  constexpr size_t kHanBytes = 3;
  if (word.size() < kHanBytes || word.size() > 2 * kHanBytes || others.contains(word)) return false;
  static const auto& digits = *new absl::flat_hash_set<std::string_view>(
      SetOf("一 二 两 三 四 五 六 七 八 九 十 百 千 万 第 几 半 零"));
  return digits.contains(word.substr(0, kHanBytes));
}

}  // namespace mainstay::themes

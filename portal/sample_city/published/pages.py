"""The pages that were read (出典), and what none of them tells."""

from __future__ import annotations

from portal.sample_city.entries import Page

NAGAO = Page("周南市公式サイト 長穂市民センターのページ", "https://www.city.shunan.lg.jp/map/nagao.html")
TOISHI = Page("周南市公式サイト 遠石市民センターのページ", "http://www.city.shunan.lg.jp/map/toishi.html")
MITSUO = Page("周南市公式サイト 三丘市民センターのページ", "https://www.city.shunan.lg.jp/map/mitsuo.html")
REBUILT_2021 = Page(
    "遠石・長穂の建て替えを伝える地元紙の記事（2021年2月）", "https://bkss.co.jp/202102/1552/"
)
NAGAO_MODEL = Page(
    "周南市公式サイト 長穂地域モデル事業のページ", "http://www.city.shunan.lg.jp/site/saihaiti/2679.html"
)
WADA_MOVED = Page(
    "和田支所の移転を伝える記事（2023年1月26日）", "https://ccsonline.jp/news/230126news_wadasisho/"
)
WADA_MODEL = Page(
    "周南市公式サイト 和田支所・市民センターの整備のページ",
    "https://www.city.shunan.lg.jp/soshiki/5/6845.html",
)
COUNCIL_2023 = Page(
    "令和5年第1回臨時会の要約（AIによる要約サイト comons.me）",
    "https://comons.me/yamaguchiken-shunanshi/32637543548776948190",
)
COUNCIL_2023_MARCH = Page(
    "令和5年第2回定例会の要約（AIによる要約サイト comons.me）",
    "https://comons.me/yamaguchiken-shunanshi/94493623947712760487",
)
HUB_PLAN = Page(
    "周南市議会 会議録の検索結果「徳山北部地域」",
    "https://chiholog.net/yamaguchilog/search.html?meeting_text=%22%E5%BE%B3%E5%B1%B1%E5%8C%97%E9%83%A8%E5%9C%B0%E5%9F%9F%22",
)
HUB_AREA = Page(
    "周南市議会 会議録の検索結果「徳山北部地区」",
    "https://chiholog.net/yamaguchilog/search.html?meeting_text=%22%E5%BE%B3%E5%B1%B1%E5%8C%97%E9%83%A8%E5%9C%B0%E5%8C%BA%22",
)
POLLING = Page("周南市公式サイト 投票所のページ", "https://www.city.shunan.lg.jp/soshiki/84/141699.html")
SHUYO_NEWS = Page(
    "shinshunan.co.jp の記事（2022年1月）",
    "https://www.shinshunan.co.jp/news/economy/shunan/202201/012626.html",
)
DAIDORI = Page(
    "山口県の中山間地域のサイト 大道理のページ", "https://yamaguchi-chusankan.jp/genkilife/daidouri.html"
)
MOUNTAINS = Page("周南市公式サイト 中山間地域のページ", "https://www.city.shunan.lg.jp/soshiki/15/59059.html")
NOT_FOUND = Page("公開資料では見つからない")
RUN_BY_UNKNOWN = "直営か指定管理かは公開資料で見つからない。市に確かめる。"
COMMON_READING = Page("一般的な読み（出典なし）")

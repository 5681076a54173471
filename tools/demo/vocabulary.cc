#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using std::string_view;

constexpr Word kMachines[] = {{"精密机械", "Precision"},
                              {"自动化设备", "Automation"},
                              {"数控机床", "Machine Tools"},
                              {"传动科技", "Drives"}};
constexpr Word kMedical[] = {
    {"医疗器械", "Medical"}, {"生物科技", "Biotech"}, {"健康科技", "Health"}};
constexpr Word kRetail[] = {{"百货", "Department Stores"},
                            {"连锁超市", "Supermarkets"},
                            {"商贸", "Trading"},
                            {"家居", "Home"}};
constexpr Word kLogistics[] = {
    {"物流", "Logistics"}, {"供应链", "Supply Chain"}, {"仓储", "Warehousing"}};
constexpr Word kEnergy[] = {
    {"新能源", "New Energy"}, {"电力设备", "Power Equipment"}, {"储能科技", "Storage"}};
constexpr Word kFood[] = {{"食品", "Foods"}, {"饮品", "Beverages"}, {"乳业", "Dairy"}};
constexpr Word kSoftware[] = {
    {"信息技术", "Information"}, {"软件", "Software"}, {"数据科技", "Data"}};
constexpr Word kEducation[] = {{"教育科技", "Education"}, {"文化传媒", "Media"}};

constexpr Product kMachineProducts[] = {{"BRG-6204", "深沟球轴承 Ball bearing 6204", 26},
                                        {"SPD-075", "伺服电机 Servo motor 0.75 kW", 1680},
                                        {"LGR-25", "直线导轨 Linear guide 25 mm", 430},
                                        {"PLC-24", "可编程控制器 PLC 24 points", 2150},
                                        {"VFD-4K", "变频器 Frequency inverter 4 kW", 1920},
                                        {"CYL-63", "气缸 Pneumatic cylinder 63 mm", 315}};
constexpr Product kMedicalProducts[] = {{"GLV-100", "检查手套 Examination gloves, 100", 48},
                                        {"SYR-05", "注射器 Syringes 5 ml, 100", 62},
                                        {"MON-07", "监护仪 Patient monitor", 6800},
                                        {"INF-02", "输液泵 Infusion pump", 3900},
                                        {"FLT-N95", "滤芯 Filter cartridges, 20", 260}};
constexpr Product kRetailProducts[] = {{"POS-15", "收银机 POS terminal 15\"", 2380},
                                       {"SHF-2M", "货架 Shelf unit 2 m", 520},
                                       {"LBL-40", "价签纸 Price labels, 40 rolls", 180},
                                       {"BAG-L", "环保袋 Carrier bags, 1000", 330},
                                       {"CAM-4", "摄像头 Camera kit, 4", 1150}};
constexpr Product kLogisticsProducts[] = {{"PLT-120", "托盘 Pallet 1200 mm", 96},
                                          {"SCN-2D", "扫描枪 2D scanner", 720},
                                          {"WRP-50", "缠绕膜 Stretch film, 50 rolls", 640},
                                          {"FRK-BAT", "叉车电池 Forklift battery", 8600},
                                          {"TAG-RF", "电子标签 RFID tags, 1000", 890}};
constexpr Product kEnergyProducts[] = {{"INV-50K", "逆变器 Inverter 50 kW", 14800},
                                       {"CBL-10", "电缆 Cable 10 mm², 100 m", 980},
                                       {"BMS-48", "电池管理 BMS 48 V", 1260},
                                       {"SWG-12", "开关柜 Switchgear 12 kV", 19500},
                                       {"MTR-3P", "电表 Three-phase meter", 410}};
constexpr Product kFoodProducts[] = {{"CUP-PP", "包装杯 PP cups, 1000", 210},
                                     {"FLV-01", "香精 Flavouring, 10 kg", 1340},
                                     {"BTL-500", "瓶坯 Bottle preforms, 5000", 1850},
                                     {"VLV-SAN", "卫生阀 Sanitary valve", 560},
                                     {"CIP-20", "清洗剂 CIP cleaner, 20 l", 295}};
constexpr Product kSoftwareProducts[] = {{"SRV-2U", "服务器 Server 2U", 32800},
                                         {"SSD-4T", "固态硬盘 SSD 4 TB", 2600},
                                         {"SWT-48", "交换机 Switch 48 ports", 5400},
                                         {"UPS-6K", "不间断电源 UPS 6 kVA", 7200},
                                         {"RCK-42", "机柜 Rack 42U", 1980}};
constexpr Product kEducationProducts[] = {{"PAD-11", "学习平板 Tablet 11\"", 1480},
                                          {"BRD-86", "智慧黑板 Interactive board 86\"", 16800},
                                          {"PRJ-4K", "投影机 Projector 4K", 6300},
                                          {"HDS-30", "耳机 Headsets, 30", 2100}};

// January to December; the Spring Festival empties February.
constexpr int kFactorySeason[] = {95, 60, 110, 105, 105, 100, 95, 95, 110, 95, 115, 115};
constexpr int kShopSeason[] = {130, 70, 80, 85, 95, 110, 90, 90, 105, 100, 145, 125};
constexpr int kSchoolSeason[] = {70, 60, 105, 85, 80, 110, 150, 165, 110, 80, 85, 80};
constexpr int kDrinkSeason[] = {100, 75, 85, 95, 115, 130, 135, 125, 100, 85, 80, 100};

constexpr Industry kIndustries[] = {
    {"精密制造", kMachines, kMachineProducts, kFactorySeason},
    {"医疗健康", kMedical, kMedicalProducts, kFactorySeason},
    {"零售", kRetail, kRetailProducts, kShopSeason},
    {"物流", kLogistics, kLogisticsProducts, kShopSeason},
    {"能源电力", kEnergy, kEnergyProducts, kFactorySeason},
    {"食品饮料", kFood, kFoodProducts, kDrinkSeason},
    {"信息技术", kSoftware, kSoftwareProducts, kFactorySeason},
    {"教育", kEducation, kEducationProducts, kSchoolSeason},
};

constexpr City kCities[] = {
    {"上海", "Shanghai", "华东"}, {"苏州", "Suzhou", "华东"},    {"杭州", "Hangzhou", "华东"},
    {"南京", "Nanjing", "华东"},  {"宁波", "Ningbo", "华东"},    {"广州", "Guangzhou", "华南"},
    {"深圳", "Shenzhen", "华南"}, {"东莞", "Dongguan", "华南"},  {"厦门", "Xiamen", "华南"},
    {"北京", "Beijing", "华北"},  {"天津", "Tianjin", "华北"},   {"青岛", "Qingdao", "华北"},
    {"武汉", "Wuhan", "华中"},    {"长沙", "Changsha", "华中"},  {"郑州", "Zhengzhou", "华中"},
    {"成都", "Chengdu", "西南"},  {"重庆", "Chongqing", "西南"}, {"昆明", "Kunming", "西南"},
    {"西安", "Xi'an", "西北"},    {"兰州", "Lanzhou", "西北"},   {"沈阳", "Shenyang", "东北"},
    {"大连", "Dalian", "东北"},
};
constexpr string_view kCitiesAbroad[] = {"Singapore", "Rotterdam",  "Hamburg", "Manchester",
                                         "Osaka",     "Melbourne",  "Toronto", "Dubai",
                                         "São Paulo", "Johor Bahru"};

constexpr Word kBrandHeads[] = {{"瑞", "rui"},  {"恒", "heng"}, {"华", "hua"},   {"信", "xin"},
                                {"宏", "hong"}, {"德", "de"},   {"康", "kang"},  {"盛", "sheng"},
                                {"安", "an"},   {"嘉", "jia"},  {"启", "qi"},    {"博", "bo"},
                                {"远", "yuan"}, {"泰", "tai"},  {"诚", "cheng"}, {"汇", "hui"},
                                {"鼎", "ding"}, {"凯", "kai"},  {"迈", "mai"},   {"腾", "teng"}};
constexpr Word kBrandTails[] = {{"达", "da"},   {"力", "li"},    {"源", "yuan"}, {"邦", "bang"},
                                {"通", "tong"}, {"晟", "sheng"}, {"和", "he"},   {"兴", "xing"},
                                {"科", "ke"},   {"隆", "long"},  {"益", "yi"},   {"航", "hang"},
                                {"润", "run"},  {"拓", "tuo"},   {"森", "sen"}};
constexpr string_view kEnglishHeads[] = {"North", "Silver", "Bright", "Harbour", "Stone", "Clear",
                                         "West",  "Green",  "Iron",   "Summit",  "Blue",  "Oak"};
constexpr string_view kEnglishTails[] = {"field", "bridge", "water", "gate", "crest",
                                         "mark",  "line",   "ford",  "point"};

constexpr Word kSurnames[] = {
    {"王", "wang"},  {"李", "li"},   {"张", "zhang"}, {"刘", "liu"},  {"陈", "chen"},
    {"杨", "yang"},  {"赵", "zhao"}, {"黄", "huang"}, {"周", "zhou"}, {"吴", "wu"},
    {"徐", "xu"},    {"孙", "sun"},  {"胡", "hu"},    {"朱", "zhu"},  {"高", "gao"},
    {"林", "lin"},   {"何", "he"},   {"郭", "guo"},   {"马", "ma"},   {"罗", "luo"},
    {"梁", "liang"}, {"宋", "song"}, {"郑", "zheng"}, {"谢", "xie"},  {"欧阳", "ouyang"}};
constexpr Word kGivenNames[] = {
    {"伟", "wei"},        {"芳", "fang"},     {"敏", "min"},       {"静", "jing"},
    {"磊", "lei"},        {"洋", "yang"},     {"艳", "yan"},       {"勇", "yong"},
    {"娟", "juan"},       {"涛", "tao"},      {"建国", "jianguo"}, {"志强", "zhiqiang"},
    {"晓明", "xiaoming"}, {"雅婷", "yating"}, {"子涵", "zihan"},   {"文博", "wenbo"},
    {"丽华", "lihua"},    {"俊杰", "junjie"}, {"思远", "siyuan"},  {"海燕", "haiyan"},
    {"国栋", "guodong"},  {"雪梅", "xuemei"}, {"振宇", "zhenyu"},  {"佳怡", "jiayi"}};
constexpr string_view kEnglishGivenNames[] = {"James", "Emma",  "Oliver", "Sofia",  "Daniel",
                                              "Grace", "Lukas", "Hannah", "Ravi",   "Mei Ling",
                                              "Kenji", "Laura", "Peter",  "Amelia", "Tomás"};
constexpr string_view kEnglishSurnames[] = {"Walker", "Becker",  "Tan",    "Novak",   "Hughes",
                                            "Silva",  "Mori",    "Jansen", "Clarke",  "Rossi",
                                            "Kumar",  "Fischer", "Wright", "Andersen"};
constexpr string_view kRoads[] = {"中山路",     "人民路",   "建设路", "科技大道",
                                  "工业园一路", "滨江大道", "长江路", "创新路"};

constexpr string_view kManagers[] = {"wang.li",   "zhang.wei", "li.na",    "liu.yang",
                                     "chen.jing", "yang.fan",  "zhao.lei", "huang.min",
                                     "zhou.tao",  "wu.xin",    "xu.hui",   "sun.qiang"};
constexpr string_view kService[] = {"feng.yu", "tang.rui", "han.mei",
                                    "cao.bin", "deng.li",  "xiao.yun"};
constexpr string_view kTechnical[] = {"qian.hao", "shen.kai", "lu.ming", "jiang.bo"};
constexpr string_view kFinance[] = {"cai.hong", "pan.ting", "yu.jie"};
constexpr string_view kSponsors[] = {"gao.zong", "lin.dong", "fang.zheng"};

}  // namespace

absl::Span<const Industry> Industries() { return kIndustries; }
absl::Span<const City> Cities() { return kCities; }
absl::Span<const string_view> CitiesAbroad() { return kCitiesAbroad; }
absl::Span<const Word> BrandHeads() { return kBrandHeads; }
absl::Span<const Word> BrandTails() { return kBrandTails; }
absl::Span<const string_view> EnglishHeads() { return kEnglishHeads; }
absl::Span<const string_view> EnglishTails() { return kEnglishTails; }
absl::Span<const Word> Surnames() { return kSurnames; }
absl::Span<const Word> GivenNames() { return kGivenNames; }
absl::Span<const string_view> EnglishGivenNames() { return kEnglishGivenNames; }
absl::Span<const string_view> EnglishSurnames() { return kEnglishSurnames; }
absl::Span<const string_view> Roads() { return kRoads; }
absl::Span<const string_view> AccountManagers() { return kManagers; }
absl::Span<const string_view> ServicePeople() { return kService; }
absl::Span<const string_view> TechnicalPeople() { return kTechnical; }
absl::Span<const string_view> FinancePeople() { return kFinance; }
absl::Span<const string_view> Sponsors() { return kSponsors; }

}  // namespace mainstay::demo

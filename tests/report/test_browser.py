"""The page in a real browser: filters filter, nothing that a statement holds is run, and it fits a phone."""

import time

import pytest

import stance

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
EVIL = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def page(tmp_path_factory, model):
    rows = [
        ("We will join NATO soon.", "Ada Roth", "Norland", "nato-membership", "favor", 0.9, "2014-01-02"),
        ("NATO is a threat to us.", "Ada Roth", "Norland", "nato-membership", "against", 0.3, "2015-01-02"),
        ("The sanctions must stay.", "Jon Falk", "Sudland", "russia-sanctions", "favor", 0.8, "2015-01-02"),
        (f"Never join NATO {EVIL}", "Jon Falk", "Sudland", "nato-membership", "against", 0.7, "2016-01-02"),
        ("It rained.", None, None, None, None, 0.95, "2016-01-02"),
    ]
    keys = ("text", "speaker", "side", "topic", "stance", "confidence", "date")
    labels = stance.Labels.from_records([dict(zip(keys, row, strict=True)) for row in rows])
    document = stance.read(f'"We will join NATO {EVIL}," said Ada Roth. "And soon."')
    path = tmp_path_factory.mktemp("page") / "report.html"
    labels.report(path, title="A test", documents=document, model=model)
    return path.as_uri()


@pytest.fixture(scope="module")
def browser(chromium, tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location, driver = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as running:
        yield running


@pytest.fixture
def opened(browser, page):
    browser.get(page + "#")
    browser.refresh()
    return browser


def _shown(browser):
    script = "return [...document.querySelectorAll('.voice li')].filter(e => e.offsetParent).map(e => e.id)"
    return browser.execute_script(script)


def _set(browser, name, value):
    browser.execute_script(
        "const e = document.forms[0].elements[arguments[0]]; e.value = arguments[1];"
        "e.dispatchEvent(new Event('input', {bubbles: true}))",
        name,
        value,
    )


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({"topic": "0"}, ["s1", "s2", "s4"]),
        ({"topic": "-"}, ["s5"]),
        ({"stance": "against"}, ["s2", "s4"]),
        ({"speaker": "Jon Falk"}, ["s3", "s4"]),
        ({"speaker": "-"}, ["s5"]),
        ({"side": "Norland", "least": "50"}, ["s1"]),
        ({"least": "75"}, ["s1", "s3", "s5"]),
        ({"search": "sanctions STAY"}, ["s3"]),
        ({"topic": "1", "stance": "against"}, []),
    ],
)
def test_filters_filter(opened, wanted, left):
    assert sorted(_shown(opened)) == ["s1", "s2", "s3", "s4", "s5"]
    for name, value in wanted.items():
        _set(opened, name, value)
    assert sorted(_shown(opened)) == left
    said = opened.execute_script("return document.getElementById('count').textContent")
    assert said == f"{len(left)} of 5 statements fit."
    script = "return [...document.querySelectorAll('.voice')].filter(e => e.offsetParent).length"
    headings = opened.execute_script(script)
    assert (headings == 0) == (not left)


def test_show_all_shows_all(opened):
    _set(opened, "topic", "-")
    opened.find_element("css selector", "#filters button").click()
    time.sleep(0.1)
    assert len(_shown(opened)) == 5


def test_a_cell_of_the_matrix_leads_to_its_statements(opened):
    opened.execute_script("document.querySelector('.grid a[data-name=Sudland][data-topic=\"0\"]').click()")
    time.sleep(0.1)
    assert _shown(opened) == ["s4"]


def test_nothing_that_a_statement_holds_is_run(opened):
    assert opened.title == "A test"
    assert opened.execute_script("return document.scripts.length") == 1
    assert opened.execute_script("return document.images.length") == 0
    assert EVIL in opened.execute_script("return document.getElementById('s4').textContent")
    # A script that got into the page all the same would be refused by its policy.
    opened.execute_script(
        "const e = document.createElement('script'); e.textContent = \"document.title = 'owned'\";"
        "document.body.append(e)"
    )
    assert opened.title == "A test"


def test_the_console_is_silent(browser, page):
    browser.get_log("browser")
    browser.get(page)
    browser.refresh()
    assert browser.get_log("browser") == []


def test_links_open_the_article_and_uncover_the_statement(opened):
    opened.execute_script("location.hash = 'a1'")
    time.sleep(0.2)
    assert opened.execute_script("return document.getElementById('a1').open")
    _set(opened, "topic", "-")
    opened.execute_script("location.hash = 's1'")
    time.sleep(0.2)
    assert "s1" in _shown(opened)


def test_every_field_and_region_has_a_name(opened):
    nameless = opened.execute_script(
        "return [...document.querySelectorAll('select,input')].filter(e => !e.labels.length).length +"
        "[...document.querySelectorAll('[role=region],[role=img],section')].filter("
        "e => !e.getAttribute('aria-labelledby') && !e.getAttribute('aria-label')).length"
    )
    assert nameless == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(opened, scheme):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    worst = opened.execute_script(_CONTRAST)
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert worst[0] >= 4.5, worst


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_page_is_no_wider_than_the_screen(opened, width):
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_nothing_is_cut_off_in_print(opened):
    metrics = {"width": 720, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    width = opened.execute_script("return document.documentElement.scrollWidth")
    hidden = opened.execute_script("return getComputedStyle(document.getElementById('filters')).display")
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert width <= 720 and hidden == "none"


def test_keys_reach_the_filters(opened):
    from selenium.webdriver.common.keys import Keys

    reached = []
    for _ in range(40):
        opened.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(opened.execute_script("return document.activeElement.name || document.activeElement.className"))
    assert reached[0] == "skip" and {"topic", "stance", "side", "speaker", "least", "search"} <= set(reached)


# The lowest contrast between a text and the first ground behind it that is not see-through, by WCAG's formula.
_CONTRAST = """
const linear = (v) => v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
const light = (rgb) => { const c = rgb.map(linear);
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
const read = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const ground = (e) => { for (; e; e = e.parentElement) { const c = read(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] > 0.9) return c.slice(0, 3); } return [255, 255, 255]; };
let worst = [21, ''];
for (const e of document.querySelectorAll('body *')) {
  if (!e.offsetParent || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
  if (e.closest('select, .hid, .skip, svg')) continue;
  const [a, b] = [light(read(getComputedStyle(e).color).slice(0, 3)), light(ground(e))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
}
return worst;
"""

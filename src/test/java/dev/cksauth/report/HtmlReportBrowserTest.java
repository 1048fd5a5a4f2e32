package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.process.Poll;
import dev.cksauth.report.Browser.Scheme;
import dev.cksauth.report.Browser.Width;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** {@code index.html} in a browser, opened from disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HtmlReportBrowserTest {
  private static final String SHOWN = "document.getElementById('shown').textContent";
  private static final String VISIBLE =
      "document.querySelectorAll('#rows > details:not([hidden])').length";

  @TempDir private Path directory;
  private Browser browser;

  @BeforeAll
  void start() {
    browser = Browser.start();
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void showUsually() {
    browser.show(Width.WIDE, Scheme.LIGHT);
  }

  private void open(RunResult run) throws Exception {
    Path file = Files.createTempFile(directory, "report", ".html");
    Files.writeString(file, new HtmlReport().render(run));
    browser.open(file);
  }

  static Stream<Arguments> looks() {
    List<Arguments> looks = new ArrayList<>();
    for (RunResult run :
        List.of(Samples.everyVerdict(), Samples.severalSubjects(), Samples.conformant())) {
      for (Width width : Width.values()) {
        for (Scheme scheme : Scheme.values()) {
          looks.add(
              Arguments.argumentSet(
                  run.verdict() + " " + width + " " + scheme, run, width, scheme));
        }
      }
    }
    return looks.stream();
  }

  @ParameterizedTest
  @MethodSource("looks")
  void keepsNobodyOut(RunResult run, Width width, Scheme scheme) throws Exception {
    browser.show(width, scheme);
    open(run);
    assertThat(browser.violations()).isEmpty();
  }

  @Test
  void asksForNothingButItself() throws Exception {
    browser.requests();
    open(Samples.everyVerdict());
    browser.driver().findElement(By.id("text")).sendKeys("denies");
    awaitShown(2);
    assertThat(browser.requests()).singleElement().asString().startsWith("file:").endsWith(".html");
  }

  @ParameterizedTest
  @EnumSource
  void nothingStandsOutAtTheSide(Width width) throws Exception {
    browser.show(width, Scheme.LIGHT);
    open(Samples.everyVerdict());
    assertThat(browser.number("document.documentElement.scrollWidth - window.innerWidth"))
        .isLessThanOrEqualTo(0);
  }

  @Test
  void isDarkWhereTheReaderWantsItDark() throws Exception {
    open(Samples.everyVerdict());
    String background = "getComputedStyle(document.body).backgroundColor";
    String light = browser.text(background);
    browser.show(Width.WIDE, Scheme.DARK);
    assertThat(light).isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.text(background)).isEqualTo("rgb(18, 23, 29)");
  }

  @ParameterizedTest
  @CsvSource({
    "verdict,known-gap,1",
    "verdict,error,7",
    "level,SHOULD,2",
    "level,MAY,1",
    "profile,webhook,25",
    "subject,acme,25",
  })
  void filtersBy(String field, String value, int expected) throws Exception {
    open(Samples.everyVerdict());
    choose(field, value);
    awaitShown(expected);
    assertThat(browser.number(VISIBLE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "webhook/answer/states-json,1",
    "OUTAGE,1",
    "tr-reject-01,1",
    "nothing listens there,6",
    "ACME-17,1",
  })
  void findsText(String text, int expected) throws Exception {
    open(Samples.everyVerdict());
    browser.driver().findElement(By.id("text")).sendKeys(text);
    awaitShown(expected);
    assertThat(browser.number(VISIBLE)).isEqualTo(expected);
  }

  @Test
  void filtersTogetherAndShowsAllAgain() throws Exception {
    RunResult run = Samples.everyVerdict();
    open(run);
    browser.driver().findElement(By.id("text")).sendKeys("webhook/request");
    choose("verdict", "passed");
    awaitShown(9);
    browser.driver().findElement(By.cssSelector("button[type=reset]")).click();
    awaitShown(run.results().size());
  }

  @Test
  void isUsableByKeysAlone() throws Exception {
    open(Samples.everyVerdict());
    tabUntil("document.activeElement.id === 'text'");
    keys("webhook/request/passes-3");
    awaitShown(1);
    tabUntil("document.activeElement.matches('#rows > details:not([hidden]) > summary')");
    assertThat(browser.text("getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
    keys(Keys.ENTER);
    await("document.activeElement.parentElement.open", "true");
  }

  /** By typing, as a click opens a list that is no part of the page. */
  private void choose(String field, String option) {
    browser.driver().findElement(By.id(field)).sendKeys(option);
  }

  private void tabUntil(String condition) {
    for (int presses = 0; presses < 200; presses++) {
      if (browser.text(condition).equals("true")) {
        return;
      }
      keys(Keys.TAB);
    }
    throw new AssertionError("two hundred presses of the tab key do not lead to: " + condition);
  }

  private void keys(CharSequence keys) {
    browser.driver().switchTo().activeElement().sendKeys(keys);
  }

  @Test
  void aRowLeadsToWhatIsToldOfIt() throws Exception {
    open(Samples.everyVerdict());
    browser.script(
        "var row = document.querySelector('#rows > details.failed'); row.open = true;"
            + " row.querySelector('a').click(); return true");
    WebElement found = browser.driver().findElement(By.id("webhook/rejection/denies-with-200"));
    assertThat(found.getText()).contains("Answer 200; keep authenticated false in the body.");
    await(
        "document.getElementById('webhook/rejection/denies-with-200').getBoundingClientRect().top"
            + " < window.innerHeight",
        "true");
  }

  @Test
  void oneErrorOfManyScenariosIsToldOnce() throws Exception {
    open(Samples.severalSubjects());
    assertThat(browser.number("document.querySelectorAll('.group').length")).isEqualTo(1);
    assertThat(browser.text("document.querySelector('.group p').textContent"))
        .contains("60 scenarios ended in the same error");
    assertThat(browser.number("document.querySelectorAll('.group dt.fix').length")).isZero();
  }

  @Test
  void printsWithoutWhatOnlyAScreenCanUse() throws Exception {
    open(Samples.everyVerdict());
    browser.media("print", Scheme.LIGHT);
    assertThat(browser.text("getComputedStyle(document.querySelector('.filters')).display"))
        .isEqualTo("none");
    String pdf =
        String.valueOf(
            browser
                .driver()
                .executeCdpCommand("Page.printToPDF", Map.of("printBackground", false))
                .get("data"));
    assertThat(new String(Base64.getDecoder().decode(pdf), StandardCharsets.ISO_8859_1))
        .startsWith("%PDF-")
        .contains("%%EOF");
  }

  /** How quickly is written into a file, and into docs/reports.md by hand: machines differ. */
  @Test
  void findsOneOfTenThousand() throws Exception {
    List<ScenarioResult> many =
        IntStream.range(0, 10_000).mapToObj(i -> Samples.passed("jwt", "own/x-" + i)).toList();
    open(Samples.with(Samples.conformant(), many));
    long loaded =
        browser.number(
            "Math.round(performance.timing.domContentLoadedEventEnd"
                + " - performance.timing.navigationStart)");
    WebElement text = browser.driver().findElement(By.id("text"));
    long before = System.nanoTime();
    text.sendKeys("x-7777");
    awaitShown(1);
    long found = Duration.ofNanos(System.nanoTime() - before).toMillis();
    assertThat(browser.number(VISIBLE)).isEqualTo(1);
    Files.writeString(
        Files.createDirectories(Path.of("target")).resolve("html-times.txt"),
        "10,000 results: loaded after %d ms, one of them found after %d ms%n"
            .formatted(loaded, found));
  }

  private void awaitShown(int expected) throws Exception {
    await(SHOWN, expected + " shown");
  }

  private void await(String script, String expected) throws Exception {
    Poll.until(
        script + " is " + expected,
        Duration.ofSeconds(20),
        Duration.ofMillis(20),
        () -> {
          String seen = Objects.requireNonNull(browser.text(script));
          return seen.equals(expected) ? Poll.Attempt.success() : Poll.Attempt.notYet(seen);
        },
        Optional::empty);
  }
}

package dev.cksauth.report;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Chromium without a window. */
final class Browser implements AutoCloseable {
  /** Where it is {@code true}, a browser that is missing is a failure. */
  private static final String REQUIRED = "CKS_AUTH_REQUIRE_BROWSER";

  private static final int DESKTOP = 1280;
  private static final int PHONE = 390;

  private final ChromeDriver driver;
  private final JsonMapper mapper = new JsonMapper();

  /** How wide the page is. */
  enum Width {
    WIDE(DESKTOP),
    NARROW(PHONE);

    private final int pixels;

    Width(int pixels) {
      this.pixels = pixels;
    }
  }

  /** What the reader's system is set to. */
  enum Scheme {
    LIGHT,
    DARK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; where there is none, the test is skipped, or fails where one is demanded. */
  static Browser start() {
    Optional<Path> browser = program("chromium", "google-chrome", "chromium-browser");
    Optional<Path> service = program("chromedriver");
    if (browser.isEmpty() || service.isEmpty()) {
      String missing =
          "no chromium and chromedriver on the PATH; Debian has both: chromium, chromium-driver";
      if ("true".equals(System.getenv(REQUIRED))) {
        fail(missing);
      }
      Assumptions.abort(missing);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.orElseThrow().toFile());
    // Its sandbox wants rights that root in a container has not; the pages are our own.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=en");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return new Browser(
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(service.orElseThrow().toFile())
                .usingAnyFreePort()
                .build(),
            options));
  }

  private static Optional<Path> program(String... names) {
    List<String> directories =
        List.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator));
    return Arrays.stream(names)
        .flatMap(name -> directories.stream().map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  ChromeDriver driver() {
    return driver;
  }

  void show(Width width, Scheme scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            width.pixels,
            "height",
            844,
            "deviceScaleFactor",
            1,
            "mobile",
            width == Width.NARROW));
    media("screen", scheme);
  }

  void media(String type, Scheme scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            type,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme.word()))));
  }

  void open(Path file) {
    driver.get(file.toUri().toString());
  }

  /** What a script returns. */
  Object script(String text, Object... arguments) {
    return Objects.requireNonNull(((JavascriptExecutor) driver).executeScript(text, arguments));
  }

  long number(String text) {
    return ((Number) script("return " + text)).longValue();
  }

  String text(String text) {
    return String.valueOf(script("return " + text));
  }

  /** The addresses that were asked for since the last call. */
  List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> mapper.readTree(entry.getMessage()).path("message"))
        .filter(message -> message.path("method").asString().equals("Network.requestWillBeSent"))
        .map(message -> message.at("/params/request/url").asString())
        .toList();
  }

  /** What keeps people out, by axe: each violation of serious or critical impact. */
  List<String> violations() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      script(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; return true");
    }
    String found =
        String.valueOf(
            driver.executeAsyncScript(
                "var done = arguments[arguments.length - 1];"
                    + "axe.run().then(function (r) { done(JSON.stringify(r.violations)); },"
                    + " function (e) { done(JSON.stringify([{impact: 'serious', id: String(e),"
                    + " nodes: []}])); });"));
    JsonNode violations = mapper.readTree(found);
    return violations
        .valueStream()
        .filter(one -> List.of("serious", "critical").contains(one.path("impact").asString()))
        .map(one -> one.path("id").asString() + " " + one.at("/nodes/0/html").asString(""))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}

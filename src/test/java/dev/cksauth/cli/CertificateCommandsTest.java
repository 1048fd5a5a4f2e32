package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.sun.net.httpserver.HttpServer;
import dev.cksauth.report.Certificate;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.SignedCertificate;
import dev.cksauth.result.RunResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code keygen}, {@code verify} and {@code run --sign} with files that are not there or not what
 * they should be.
 */
final class CertificateCommandsTest {
  @TempDir private Path directory;

  private static void assertWrongInput(Called called, String says) {
    assertThat(called.err()).contains(says);
    assertThat(called.out()).isEmpty();
    assertThat(called.code()).isEqualTo(2);
  }

  private Path keys() {
    Path prefix = directory.resolve("acme");
    assertThat(Called.with("keygen", "--out", prefix).code()).isZero();
    return prefix;
  }

  @Test
  void keygenSaysThatTheDirectoryIsMissing() {
    Path prefix = directory.resolve("gone/acme");
    assertWrongInput(
        Called.with("keygen", "--out", prefix),
        "cannot write %s.jwk: there is no such directory".formatted(prefix));
  }

  @Test
  void keygenOverwritesNoKey() {
    Path prefix = keys();
    assertWrongInput(Called.with("keygen", "--out", prefix), prefix + ".pub.jwk is there already");
  }

  @Test
  void verifySaysThatTheCertificateIsMissing() {
    Path gone = directory.resolve("gone.jws");
    assertWrongInput(
        Called.with("verify", gone, "--key", keys() + ".pub.jwk"), gone + ": no such file");
  }

  @Test
  void verifySaysThatTheKeyIsMissing() throws IOException {
    Path certificate = Files.writeString(directory.resolve("c.jws"), "a.b.c");
    Path gone = directory.resolve("gone.jwk");
    assertWrongInput(Called.with("verify", certificate, "--key", gone), gone + ": no such file");
  }

  @Test
  void verifySaysThatTheReportIsMissing() throws IOException {
    Path certificate = Files.writeString(directory.resolve("c.jws"), "a.b.c");
    Path gone = directory.resolve("gone.json");
    assertWrongInput(
        Called.with("verify", certificate, "--key", keys() + ".pub.jwk", "--report", gone),
        gone + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"certificate", "key"})
  void verifySaysThatAFileIsADirectory(String which) throws IOException {
    Path file = Files.writeString(directory.resolve("c.jws"), "a.b.c");
    Called called =
        which.equals("key")
            ? Called.with("verify", file, "--key", directory)
            : Called.with("verify", directory, "--key", keys() + ".pub.jwk");
    assertWrongInput(called, directory + ": is a directory, not a file");
  }

  /** A certificate of some subject, and the set in which its key is. */
  private Path certified(Path prefix) throws Exception {
    RunResult run = new JsonReport().read(Path.of("src/test/resources/report/report.json"));
    Certificate certificate =
        Certificate.of(
            run,
            run.subjects().getFirst(),
            new Certificate.Terms("", true, false, Instant.now(), Certificate.VALIDITY, null));
    ECKey key = SigningKeys.toSign(Path.of(prefix + ".jwk"));
    String signed = new SignedCertificate().sign(certificate, key);
    return Files.writeString(directory.resolve("certificate-acme.jws"), signed + "\n");
  }

  private Path keySet(Path... prefixes) throws IOException {
    List<String> keys = new ArrayList<>();
    for (Path prefix : prefixes) {
      keys.add(Files.readString(Path.of(prefix + ".pub.jwk")));
    }
    return Files.writeString(
        directory.resolve("jwks.json"), "{\"keys\":[" + String.join(",", keys) + "]}");
  }

  private Path another() {
    Path other = directory.resolve("other");
    assertThat(Called.with("keygen", "--out", other).code()).isZero();
    return other;
  }

  @Test
  void verifiesByTheKeyOfASetThatTheCertificateNames() throws Exception {
    Path certificate = certified(keys());
    Called called =
        Called.with("verify", certificate, "--jwks", keySet(another(), directory.resolve("acme")));
    assertThat(called.out()).startsWith("verifies: ");
    assertThat(called.code()).as(called.err()).isZero();
  }

  @Test
  void doesNotVerifyByASetWithoutItsKey() throws Exception {
    Path certificate = certified(keys());
    Called called = Called.with("verify", certificate, "--jwks", keySet(another()));
    assertThat(called.err()).contains("does not verify: no key in ");
    assertThat(called.code()).isEqualTo(1);
  }

  /** Of each status a server answers the set; only one of them is an answer. */
  @ParameterizedTest
  @CsvSource({"200, 0, verifies", "404, 4, answers HTTP 404", "302, 4, answers HTTP 302"})
  void aSetIsFetchedFromItsAddressAndNowhereElse(int status, int code, String says)
      throws Exception {
    Path certificate = certified(keys());
    byte[] set = Files.readAllBytes(keySet(directory.resolve("acme")));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            boolean asked = exchange.getRequestURI().getPath().equals("/keys");
            exchange.sendResponseHeaders(asked ? status : 200, set.length);
            exchange.getResponseBody().write(set);
          }
        });
    server.start();
    try {
      String address = "http://127.0.0.1:%d/keys".formatted(server.getAddress().getPort());
      Called called = Called.with("verify", certificate, "--jwks", address);
      assertThat(called.out() + called.err()).contains(says);
      assertThat(called.code()).isEqualTo(code);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aSetThatNobodyServesCouldNotBeFetched() throws Exception {
    Path certificate = certified(keys());
    Called called = Called.with("verify", certificate, "--jwks", "http://127.0.0.1:1/keys");
    assertThat(called.err()).contains("http://127.0.0.1:1/keys: ", "refused");
    assertThat(called.code()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://keys.example.test/jwks", "ftp://127.0.0.1/jwks", "https:///x"})
  void aSetIsNotTakenFromWhereAnybodyCouldChangeIt(String address) throws Exception {
    assertWrongInput(
        Called.with("verify", certified(keys()), "--jwks", address),
        "--jwks takes an https address or a file");
  }

  @Test
  void aFileThatIsNoSetIsWrongInput() throws Exception {
    Path certificate = certified(keys());
    assertWrongInput(
        Called.with("verify", certificate, "--jwks", directory + "/acme.pub.jwk"),
        "acme.pub.jwk is no JSON Web Key Set");
    assertWrongInput(
        Called.with("verify", certificate, "--jwks", directory + "/gone"), "/gone: no such file");
  }

  @Test
  void oneKeyOrASetIsWanted() throws Exception {
    Path certificate = certified(keys());
    assertWrongInput(Called.with("verify", certificate), "--key");
    assertWrongInput(
        Called.with("verify", certificate, "--key", directory + "/acme.pub.jwk", "--jwks", "x"),
        "mutually exclusive");
  }

  @Test
  void signingSaysThatTheKeyIsMissing() {
    Path gone = directory.resolve("gone.jwk");
    assertWrongInput(Called.with("run", "--sign", gone), gone + ": no such file");
  }
}

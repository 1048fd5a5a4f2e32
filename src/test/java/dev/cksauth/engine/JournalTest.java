package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.subject.Environment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The journal's files. */
final class JournalTest {
  private static final URI SERVER = URI.create("https://api.example.test");

  @TempDir private Path directory;

  private static Journal.Entry entry(String run) {
    return Journal.Entry.of(run, "staging", SERVER, "cks-auth-" + run);
  }

  @Test
  void whatIsAddedIsReadUntilItIsRemoved() throws Exception {
    Journal journal = new Journal(directory.resolve("a/b"));
    assertThat(journal.entries()).isEmpty();
    Journal.Entry first = entry("00000001");
    Journal.Entry second = entry("00000002");
    journal.add(first);
    journal.add(second);
    assertThat(new Journal(directory.resolve("a/b")).entries()).containsExactly(first, second);
    journal.remove("00000001");
    journal.remove("00000001");
    assertThat(journal.entries()).containsExactly(second);
  }

  @Test
  void onlyTheOwnerReadsIt() throws Exception {
    Journal journal = new Journal(directory.resolve("own"));
    journal.add(entry("00000001"));
    assertThat(mode(directory.resolve("own"))).isEqualTo("rwx------");
    assertThat(mode(journal.file("00000001"))).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatIsNoEntryIsPassedOver() throws Exception {
    Journal journal = new Journal(directory);
    journal.add(entry("00000001"));
    String good = Files.readString(journal.file("00000001"));
    // Another run's name, another namespace's: nothing is deleted on a file's word alone.
    Files.writeString(directory.resolve("00000002.json"), good);
    Files.writeString(
        directory.resolve("00000003.json"),
        good.replace("00000001", "00000003").replace("cks-auth-00000003", "kube-system"));
    Files.writeString(directory.resolve("cut.json"), good.substring(0, good.length() / 2));
    Files.writeString(directory.resolve("00000004.new"), good);
    assertThat(journal.entries()).extracting(Journal.Entry::run).containsExactly("00000001");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.test, https://api.example.test:443",
    "https://api.example.test:443/, https://api.example.test:443",
    "https://user@api.example.test:6443/k8s/c-1/, https://api.example.test:6443/k8s/c-1"
  })
  void aServerIsOneHoweverItIsWritten(String written, String place) {
    assertThat(Journal.place(URI.create(written))).isEqualTo(place);
  }

  @Test
  void itLiesWhereStateBelongs() {
    Path home = Path.of(System.getProperty("user.home"), ".local/state/cks-auth/journal/r.json");
    assertThat(Journal.ofUser(Environment.of(Map.of())).file("r")).isEqualTo(home);
    assertThat(Journal.ofUser(Environment.of(Map.of("XDG_STATE_HOME", "relative"))).file("r"))
        .isEqualTo(home);
    assertThat(Journal.ofUser(Environment.of(Map.of("XDG_STATE_HOME", "/s"))).file("r"))
        .isEqualTo(Path.of("/s/cks-auth/journal/r.json"));
  }
}

package dev.cksauth.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.cksauth.cli.Finding.State;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.apiserver.ControlPlaneResolver.Resolution;
import dev.cksauth.reference.apiserver.ControlPlaneUnavailable;
import dev.cksauth.reference.idp.keycloak.KeycloakResolver;
import dev.cksauth.reference.idp.keycloak.KeycloakUnavailable;
import dev.cksauth.reference.idp.keycloak.PreparedKeycloak;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at what this machine has for a run. */
final class Doctor {

  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  /** The API server takes 290 MB, this program half a gigabyte. */
  private static final long LEAST_MEMORY = GIB;

  /** A run writes little; a build of the API server keeps modules and a build cache. */
  private static final long LEAST_DISK = GIB;

  private static final long LEAST_DISK_FOR_BUILD = 5 * GIB;

  private static final Pattern GO = Pattern.compile("go version go(\\S+)");
  private static final Pattern MAVEN = Pattern.compile("Apache Maven ([\\w.-]+)");
  private static final Pattern KUBECTL = Pattern.compile("\"gitVersion\": *\"v?([^\"]+)\"");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: +(\\d+) kB");

  private final ControlPlaneResolver resolver;
  private final KeycloakResolver keycloak;
  private final Programs programs;
  private final Path runs;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable String obstacle;

  /**
   * What was found.
   *
   * @param obstacle what keeps the reference system from starting, and the ways out; null if
   *     nothing does
   */
  record Diagnosis(List<Finding> findings, @Nullable String obstacle) {}

  Doctor(ControlPlaneResolver resolver, KeycloakResolver keycloak, Programs programs, Path runs) {
    this.resolver = resolver;
    this.keycloak = keycloak;
    this.programs = programs;
    this.runs = runs;
  }

  Diagnosis examine() throws InterruptedException {
    String java = Runtime.version().toString();
    add("JDK", java.replaceFirst("[+-].*", ""), State.OK, System.getProperty("java.home"));
    maven();
    docker();
    kubectl();
    boolean found = apiServer();
    keycloak();
    memory();
    disk(found ? LEAST_DISK : LEAST_DISK_FOR_BUILD);
    cache();
    abandonedRuns();
    return new Diagnosis(List.copyOf(findings), obstacle);
  }

  private void add(String what, String found, State state, String note) {
    findings.add(new Finding(what, found, state, note));
  }

  private void maven() throws InterruptedException {
    Optional<String> version = programs.version(MAVEN, "mvn", "-v");
    if (version.isPresent()) {
      add("Maven", version.get(), State.OK, "builds this program, and fetches Keycloak once");
    } else {
      add(
          "Maven",
          "",
          State.ABSENT,
          "needed to build this program from its sources, and to fetch Keycloak");
    }
  }

  private void docker() throws InterruptedException {
    if (programs.find("docker").isEmpty()) {
      add(
          "Docker",
          "",
          State.ABSENT,
          "optional: --topology containers and src/images/build need it");
      return;
    }
    Optional<String> engine =
        programs.output(
            "docker", "version", "--format", "{{.Server.Version}} (API {{.Server.APIVersion}})");
    if (engine.isPresent()) {
      add(
          "Docker",
          engine.get().strip(),
          State.OK,
          "its engine answers; with its images, --topology containers can be used");
    } else {
      add(
          "Docker",
          "client only",
          State.ABSENT,
          "no engine answers (is it running, may this user reach it, is DOCKER_HOST right?);"
              + " --topology containers and src/images/build need it");
    }
  }

  private void kubectl() throws InterruptedException {
    Optional<String> version =
        programs.version(KUBECTL, "kubectl", "version", "--client", "-o", "json");
    if (version.isPresent()) {
      add("kubectl", version.get(), State.OK, "for work by hand");
    } else {
      add("kubectl", "", State.ABSENT, "optional: for work by hand after `cks-auth up`");
    }
  }

  /** Go and the API server are one question: without the one the other must be there. */
  private boolean apiServer() throws InterruptedException {
    @Nullable Resolution found = null;
    boolean canBuild = false;
    try {
      canBuild = resolver.canBuild();
      found = resolver.find().orElse(null);
    } catch (ControlPlaneUnavailable | IOException e) {
      obstacle = String.valueOf(e.getMessage());
    }
    go(canBuild);
    if (found != null) {
      add("kube-apiserver", Version.current().kubernetes(), State.OK, found.describe());
    } else if (obstacle != null) {
      add("kube-apiserver", "", State.WRONG, obstacle.lines().findFirst().orElse(""));
    } else if (canBuild) {
      add("kube-apiserver", "", State.ABSENT, "the first run builds it, once, in about 5 minutes");
    } else {
      obstacle =
          ControlPlaneResolver.waysOut("none was found, and there is no Go to build it with");
      add("kube-apiserver", "", State.ABSENT, "and cannot be built: see below");
    }
    return found != null;
  }

  private void go(boolean canBuild) throws InterruptedException {
    Optional<String> version = programs.version(GO, "go", "version");
    String purpose = "builds the API server when none is found";
    if (canBuild) {
      add("Go", version.orElse(""), State.OK, purpose);
    } else if (version.isPresent()) {
      add("Go", version.get(), State.OLD, purpose + ": needs " + ControlPlaneResolver.LEAST_GO);
    } else {
      add("Go", "", State.ABSENT, purpose);
    }
  }

  /** Its absence is no obstacle: an embedded issuer is in its place where Keycloak is not. */
  private void keycloak() {
    String version = KeycloakResolver.VERSION;
    try {
      Optional<PreparedKeycloak> prepared = keycloak.find();
      if (prepared.isPresent()) {
        add("Keycloak", version, State.OK, prepared.get().describe());
      } else if (keycloak.isNamed()) {
        String source = "it is prepared from what " + KeycloakResolver.EXPLICIT + " names";
        add("Keycloak", "", State.ABSENT, source + " when it is first needed, in a minute");
      } else if (keycloak.canFetch()) {
        String fetched = "Maven fetches it when it is first needed, 176 MB";
        add("Keycloak", "", State.ABSENT, fetched + "; preparing it takes a minute");
      } else {
        String help = "install Maven, which fetches it, or set " + KeycloakResolver.EXPLICIT;
        String archive = " to a keycloak-" + version + ".tar.gz";
        add("Keycloak", "", State.ABSENT, "and cannot be fetched: " + help + archive);
      }
    } catch (KeycloakUnavailable | IOException e) {
      String message = String.valueOf(e.getMessage());
      add("Keycloak", "", State.WRONG, message.lines().findFirst().orElse(""));
    }
  }

  private void memory() {
    long available = availableMemory();
    boolean enough = available >= LEAST_MEMORY;
    add(
        "memory",
        size(available) + " free",
        enough ? State.OK : State.LOW,
        enough ? "" : "the reference system and a run want " + size(LEAST_MEMORY));
  }

  /** What the kernel would find for a new process, caches included; elsewhere what is unused. */
  private static long availableMemory() {
    try {
      Matcher available = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
      if (available.find()) {
        return Long.parseLong(available.group(1)) << 10;
      }
    } catch (IOException e) {
      // not Linux
    }
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
  }

  private void disk(long least) {
    Path existing = resolver.cache();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      boolean enough = free >= least;
      add(
          "disk",
          size(free) + " free",
          enough ? State.OK : State.LOW,
          enough ? "" : "at " + existing + " " + size(least) + " are wanted");
    } catch (IOException e) {
      add("disk", "", State.WRONG, "cannot be asked at " + existing);
    }
  }

  private void cache() {
    Path cache = resolver.cache();
    if (!Files.isDirectory(cache)) {
      add("cache", "empty", State.OK, cache + " (set CKS_AUTH_CACHE for another place)");
      return;
    }
    try (Stream<Path> files = Files.walk(cache)) {
      long bytes = files.filter(Files::isRegularFile).mapToLong(Doctor::length).sum();
      add("cache", size(bytes), State.OK, cache + " (may be deleted; is filled again)");
    } catch (IOException | UncheckedIOException e) {
      add("cache", "", State.WRONG, "cannot be read: " + cache);
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // another run just deleted it
    }
  }

  private void abandonedRuns() {
    try {
      List<Path> abandoned = RunDirectory.abandoned(runs);
      String count = abandoned.isEmpty() ? "none" : String.valueOf(abandoned.size());
      String advice = "`cks-auth down` removes them: " + runs;
      add("abandoned runs", count, State.OK, abandoned.isEmpty() ? "" : advice);
    } catch (IOException e) {
      obstacle = String.valueOf(e.getMessage());
      add("abandoned runs", "", State.WRONG, obstacle);
    }
  }

  private static String size(long bytes) {
    return bytes >= GIB ? bytes / GIB + " GiB" : bytes / MIB + " MiB";
  }
}

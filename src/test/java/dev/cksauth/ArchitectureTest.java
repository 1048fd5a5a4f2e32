package dev.cksauth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which. A package that is not there yet keeps every rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {

  private static final String ROOT = "dev.cksauth";

  /** What each package may know of ours, beside itself. */
  private static final Map<String, Set<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("result", Set.of()),
              Map.entry("input", Set.of()),
              Map.entry("credential", Set.of()),
              Map.entry("catalogue", Set.of("input", "result")),
              Map.entry("subject", Set.of("input", "catalogue")),
              Map.entry("probe", Set.of("subject", "result")),
              Map.entry(
                  "engine",
                  Set.of("catalogue", "subject", "credential", "probe", "result", "input", "load")),
              Map.entry("report", Set.of("result")),
              Map.entry("load", Set.of("subject")),
              Map.entry("reference", Set.of("credential", "subject"))));

  private final JavaClasses ours =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackageHasItsArrows() {
    Set<String> packages = new TreeSet<>();
    ours.forEach(type -> packages.add(part(type)));
    Set<String> known = new TreeSet<>(ARROWS.keySet());
    known.add("cli");
    assertThat(known).containsAll(packages);
  }

  private static String part(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? below : below.substring(1).replaceFirst("\\..*", "");
  }

  static Stream<String> parts() {
    return ARROWS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void knowsOnly(String part) {
    String[] allowed =
        Stream.concat(Stream.of(part), ARROWS.getOrDefault(part, Set.of()).stream())
            .map(ArchitectureTest::packages)
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> others =
        resideInAPackage(ROOT + "..")
            .and(not(resideInAnyPackage(allowed)))
            .as("reside in another package of ours than %s", Arrays.toString(allowed));
    holds(noClasses().that().resideInAPackage(packages(part)).should().dependOnClassesThat(others));
  }

  @Test
  void librariesStayWhereTheyBelong() {
    // Subject files name private keys in PEM, of whatever kind.
    onlyIn("org.bouncycastle..", "credential", "subject");
    onlyIn("org.eclipse.jetty..", "reference");
    onlyIn("io.netty..", "load");
    onlyIn("org.HdrHistogram..", "load");
    onlyIn("picocli..", "cli");
    onlyIn("ch.qos.logback..", "cli");
    // The annotations of Jackson 2 are those of Jackson 3 too.
    onlyIn("com.fasterxml.jackson.databind..");
  }

  private void onlyIn(String library, String... parts) {
    String[] homes = Stream.of(parts).map(ArchitectureTest::packages).toArray(String[]::new);
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(homes)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  private static String packages(String part) {
    return ROOT + "." + part + "..";
  }

  @Test
  void nothingSleeps() {
    holds(noClasses().should().callMethodWhere(calls(Thread.class, "sleep")));
  }

  @Test
  void onlyMainExits() {
    holds(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".cli.Main")
            .should()
            .callMethodWhere(calls(System.class, "exit"))
            .orShould()
            .callMethodWhere(calls(Runtime.class, "exit"))
            .orShould()
            .callMethodWhere(calls(Runtime.class, "halt")));
  }

  private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String method) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + method,
        call ->
            call.getTargetOwner().isEquivalentTo(owner)
                && call.getTarget().getName().equals(method));
  }

  @Test
  void classesAreNotMadeToBeExtendedByChance() {
    holds(
        classes()
            .that(not(JavaClass.Predicates.INTERFACES).and(not(anonymousOrEnum())))
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould()
            .haveModifier(JavaModifier.ABSTRACT));
  }

  /** An enum with bodies for its constants is no final class, and neither are the bodies. */
  private static DescribedPredicate<JavaClass> anonymousOrEnum() {
    return DescribedPredicate.describe(
        "are anonymous or enums", type -> type.isAnonymousClass() || type.isEnum());
  }

  @Test
  void nothingStaticChanges() {
    holds(
        fields()
            .that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal());
  }

  private void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(ours);
  }
}

package dev.cksauth.pipeline;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.GroovyShell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.MethodClosure;
import org.jspecify.annotations.Nullable;

/**
 * Jenkins' declarative language as far as it is needed to read a Jenkinsfile: directives are
 * recorded where they may stand, and nothing is run.
 *
 * <p>What may stand where is of the <a
 * href="https://www.jenkins.io/doc/book/pipeline/syntax/#declarative-pipeline">syntax
 * reference</a>; a step has any name of {@link #STEPS}.
 */
final class DeclarativePipeline extends GroovyObjectSupport {

  private static final Set<String> STEPS =
      Set.of(
          "checkout",
          "sh",
          "junit",
          "archiveArtifacts",
          "withCredentials",
          "string", // a credential, as an argument of withCredentials
          "deleteDir",
          "echo");

  private static final Set<String> OPTIONS =
      Set.of(
          "timeout",
          "buildDiscarder",
          "logRotator",
          "disableConcurrentBuilds",
          "skipDefaultCheckout",
          "timestamps");

  /** What may stand in the block of a directive. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("", Set.of("pipeline")),
          Map.entry(
              "pipeline",
              Set.of("agent", "environment", "parameters", "options", "stages", "post")),
          Map.entry("parameters", Set.of("string", "choice", "booleanParam", "password")),
          Map.entry("options", OPTIONS),
          Map.entry("stages", Set.of("stage")),
          Map.entry(
              "stage",
              Set.of("agent", "environment", "when", "options", "steps", "matrix", "post")),
          Map.entry("matrix", Set.of("agent", "axes", "when", "options", "stages", "post")),
          Map.entry("axes", Set.of("axis")),
          Map.entry("axis", Set.of("name", "values")),
          Map.entry("when", Set.of("expression")),
          Map.entry("expression", Set.of()),
          Map.entry("steps", STEPS),
          Map.entry("withCredentials", STEPS),
          Map.entry("post", Set.of("always", "success", "failure", "unstable", "cleanup")),
          Map.entry("always", STEPS),
          Map.entry("success", STEPS),
          Map.entry("failure", STEPS),
          Map.entry("unstable", STEPS),
          Map.entry("cleanup", STEPS));

  /**
   * One directive or step.
   *
   * @param arguments without the block; named ones are a map
   * @param block what stands in its block
   * @param value what its block evaluates to
   */
  record Call(String name, List<Object> arguments, List<Call> block, @Nullable Object value) {

    /** All calls of a name in the block, however deep. */
    List<Call> all(String wanted) {
      return block.stream()
          .flatMap(call ->
              Stream.concat(
                  call.name.equals(wanted) ? Stream.of(call) : Stream.empty(),
                  call.all(wanted).stream()))
          .toList();
    }

    /** The only call of a name in the block. */
    Call only(String wanted) {
      List<Call> found = block.stream().filter(call -> call.name.equals(wanted)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException(name + " has " + found.size() + " × " + wanted);
      }
      return found.getFirst();
    }

    /** A named argument. */
    @Nullable Object argument(String wanted) {
      return arguments.stream()
          .filter(argument -> argument instanceof Map<?, ?>)
          .map(argument -> ((Map<?, ?>) argument).get(wanted))
          .findFirst()
          .orElse(null);
    }
  }

  private final Map<String, String> parameters;
  private List<Call> calls = new ArrayList<>();
  private String directive = "";

  private DeclarativePipeline(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** What a script may call outside of any block. */
  @SuppressWarnings("unused") // by its name
  public Object pipeline(Closure<?> block) {
    return invokeMethod("pipeline", new Object[] {block});
  }

  /**
   * Compiles and reads a pipeline.
   *
   * @param parameters those of the build
   * @throws IllegalArgumentException when a directive stands where it may not, or a text that is
   *     handed to Jenkins was put together by Groovy
   */
  static Call read(String script, Map<String, String> parameters) {
    DeclarativePipeline pipeline = new DeclarativePipeline(parameters);
    Binding binding = new Binding();
    binding.setVariable("pipeline", new MethodClosure(pipeline, "pipeline"));
    new GroovyShell(binding).evaluate(script, "Jenkinsfile");
    return new Call("", List.of(), pipeline.calls, null);
  }

  @Override
  public Object invokeMethod(String name, Object arguments) {
    if (!ALLOWED.getOrDefault(directive, Set.of()).contains(name)) {
      throw new IllegalArgumentException("%s in %s".formatted(name, directive));
    }
    List<Object> given = new ArrayList<>(List.of((Object[]) arguments));
    if (given.stream().anyMatch(argument -> argument instanceof GString)) {
      throw new IllegalArgumentException("a text of " + name + " is put together by Groovy");
    }
    Call call = new Call(name, List.of(), List.of(), null);
    if (!given.isEmpty() && given.getLast() instanceof Closure<?> closure) {
      given.removeLast();
      call = block(name, closure);
    }
    call = new Call(name, List.copyOf(given), call.block, call.value);
    calls.add(call);
    return call;
  }

  private Call block(String name, Closure<?> closure) {
    List<Call> outer = calls;
    String outerDirective = directive;
    calls = new ArrayList<>();
    directive = name;
    try {
      closure.setDelegate(this);
      closure.setResolveStrategy(Closure.DELEGATE_FIRST);
      @Nullable Object value = closure.call();
      return new Call(name, List.of(), calls, value);
    } finally {
      calls = outer;
      directive = outerDirective;
    }
  }

  @Override
  public Object getProperty(String name) {
    return switch (name) {
      case "params" -> parameters;
      case "any", "none", "scm" -> name;
      default -> throw new IllegalArgumentException("a name that Jenkins does not know: " + name);
    };
  }
}

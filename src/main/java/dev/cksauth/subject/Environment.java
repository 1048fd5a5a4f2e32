package dev.cksauth.subject;

import java.util.Map;
import java.util.Optional;

/** Environment variables. */
@FunctionalInterface
public interface Environment {
  /** The value of a variable, if it is set. */
  Optional<String> get(String name);

  /** Those of this process. */
  static Environment ofProcess() {
    return name -> Optional.ofNullable(System.getenv(name));
  }

  /** These and no others. */
  static Environment of(Map<String, String> variables) {
    return name -> Optional.ofNullable(variables.get(name));
  }
}

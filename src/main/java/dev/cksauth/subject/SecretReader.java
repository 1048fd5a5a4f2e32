package dev.cksauth.subject;

import java.util.Optional;

/** Reads secrets; all but those of commands are fetched at once, so that what is wrong shows. */
final class SecretReader {
  private static final SecretValue NONE = new SecretValue("");

  private SecretReader() {}

  static Secret read(Value value) {
    if (value.json().isObject()) {
      return elsewhere(value);
    }
    value.source().found().literalSecrets().add(value.pointer());
    return new Secret.Literal(value.text().map(text -> clean(value, text)).orElse(NONE));
  }

  private static Secret elsewhere(Value value) {
    Optional<Value> exec = value.maybe("exec");
    if (exec.isPresent()) {
      ExecCommand command = exec.get().command();
      return new Secret.FromExec(command, value.flag("each-use"));
    }
    return value.maybe("env").map(SecretReader::variable).orElseGet(() -> file(value.at("file")));
  }

  /** A secret in a file. */
  static Secret file(Value value) {
    Optional<String> content = Texts.read(value);
    return new Secret.FromFile(
        value.path(value.text().orElse("")), content.map(text -> clean(value, text)).orElse(NONE));
  }

  private static Secret variable(Value value) {
    String name = value.text().orElse("");
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return new Secret.FromEnvironment(name, NONE);
    }
    Optional<String> content = value.source().found().environment().get(name);
    if (content.isEmpty()) {
      value.problem("the environment variable " + name + " is not set");
    }
    return new Secret.FromEnvironment(name, content.map(text -> clean(value, text)).orElse(NONE));
  }

  /** The secret without the line end that editors and {@code echo} leave behind it. */
  private static SecretValue clean(Value value, String text) {
    String clean = text.replaceFirst("[\r\n]+$", "");
    if (clean.isEmpty()) {
      value.problem("the secret is empty");
    } else if (clean.contains("\n") || clean.contains("\r")) {
      value.problem("the secret has a line break in it");
    }
    SecretValue secret = new SecretValue(clean);
    if (!clean.isEmpty()) {
      value.source().found().secrets().add(secret);
    }
    return secret;
  }
}

package dev.cksauth.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command as it went in this process. */
record Called(int code, String out, String err) {
  private static final Terminal FILE = new Terminal(false, false, true, true, 120);

  static Called with(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      texts[i] = String.valueOf(arguments[i]);
    }
    int code = Main.run(FILE, new PrintWriter(out), new PrintWriter(err), texts);
    return new Called(code, out.toString(), err.toString());
  }
}

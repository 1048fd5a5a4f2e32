package dev.cksauth.engine;

import java.util.regex.Pattern;

/** Patterns over scenario ids. */
public final class Glob {

  private Glob() {}

  /**
   * Whether an id matches: {@code *} stands for anything within a folder, {@code **} for anything.
   * A pattern without {@code #} also matches every case of a scenario, and one that names a folder
   * all that is in it.
   */
  public static boolean matches(String glob, String id) {
    String pattern = glob.endsWith("/") ? glob + "**" : glob;
    Pattern compiled = Pattern.compile(regex(pattern));
    int hash = id.indexOf('#');
    return compiled.matcher(id).matches()
        || (hash >= 0 && compiled.matcher(id.substring(0, hash)).matches());
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c != '*') {
        regex.append(Pattern.quote(String.valueOf(c)));
      } else if (i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^/]*");
      }
    }
    return regex.toString();
  }
}

package dev.cksauth.result;

import java.util.List;

/**
 * Which part of a run this is. All that its verdicts would rest on besides is told by the other
 * parts: only all of them together are a run.
 *
 * @param number from 1
 * @param of how many parts there are
 * @param balancedBy how scenarios were shared out: {@code count}, or {@code sha256:…} of the report
 *     whose durations were used
 */
public record Shard(int number, int of, String balancedBy, List<Part> subjects) {

  public Shard {
    subjects = List.copyOf(subjects);
  }

  /**
   * What the whole run is to find of a subject.
   *
   * @param planned ids of the scenarios of all parts together, in the catalogue's order
   * @param profiles those that the whole run judges
   */
  public record Part(String subject, List<String> planned, List<Wanted> profiles) {
    public Part {
      planned = List.copyOf(planned);
      profiles = List.copyOf(profiles);
    }
  }

  /**
   * A profile that the whole run judges.
   *
   * @param asked whether it is judged also where none of its scenarios ran
   * @param unmet what the profile requires, and this part did not see met
   */
  public record Wanted(String name, boolean asked, List<String> unmet) {
    public Wanted {
      unmet = List.copyOf(unmet);
    }
  }

  /** Which part it is, as {@code --shard} is given it. */
  public String position() {
    return number + "/" + of;
  }
}

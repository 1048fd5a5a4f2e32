package dev.cksauth.reference.console;

/** What a user of the console may do in every cluster of the organisation. */
public enum Role {
  /** All rights. */
  ADMIN("cks:admins"),
  /** Reads: get, list and watch, without Secrets. */
  VIEWER("cks:viewers");

  private final String group;

  Role(String group) {
    this.group = group;
  }

  /** The Kubernetes group that the managed endpoint puts a user of this role in. */
  public String group() {
    return group;
  }
}

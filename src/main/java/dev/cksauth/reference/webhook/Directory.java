package dev.cksauth.reference.webhook;

import java.util.List;
import java.util.Optional;

/** Where a company keeps its users. Safe for use by many threads. */
public interface Directory {

  /**
   * The one who may log in under this name.
   *
   * @param name any text whatever
   * @return empty where there is nobody, or more than one
   */
  Optional<Person> named(String name) throws DirectoryUnavailableException;

  /** The one of this id who may still log in. */
  Optional<Person> of(String id) throws DirectoryUnavailableException;

  /** The groups that have this person among their members. Groups in groups are not followed. */
  List<String> groups(Person person) throws DirectoryUnavailableException;

  /** Whether the password is this person's; an empty one is nobody's. */
  boolean isPassword(Person person, String password) throws DirectoryUnavailableException;

  /** Takes as long as {@link #isPassword} for somebody who is not there. */
  void pretend(String password) throws DirectoryUnavailableException;

  /** Whether it can be asked now. */
  boolean answers();
}

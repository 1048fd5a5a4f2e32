package dev.cksauth.subject;

import java.util.Optional;

/**
 * How an API server uses a webhook that it asks about accesses.
 *
 * @param version of the reviews that it sends: v1 or v1beta1
 * @param deniesOnFailure whether a failure of the webhook is a refusal, and not no opinion
 * @param beforeRbac whether it is asked before RBAC, which its refusal overrules then
 * @param exemptUser a user about whom no condition of its lets it be asked
 */
public record Authorizer(
    String version, boolean deniesOnFailure, boolean beforeRbac, Optional<String> exemptUser) {

  /** The version that an API server asks in unless it is told otherwise (contract A-90). */
  static final String USUAL_VERSION = "v1beta1";

  /** The word for a failure that is a refusal. */
  static final String DENY = "Deny";
}

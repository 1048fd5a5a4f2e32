package dev.cksauth.reference.topology;

import dev.cksauth.reference.webhook.AttemptLimits;
import dev.cksauth.reference.webhook.Directory;
import dev.cksauth.reference.webhook.LoginCall;
import java.util.Map;

/** What the logins of a sample webhook are made of: where tests put faults in. */
interface LoginParts {

  /** As the samples are. */
  LoginParts HONEST = new LoginParts() {};

  /** What is asked about users. */
  default Directory directory(Directory honest) {
    return honest;
  }

  /** How often somebody may try. */
  default AttemptLimits limits(AttemptLimits honest) {
    return honest;
  }

  /** The calls of the login API by their paths. */
  default Map<String, LoginCall> calls(Map<String, LoginCall> honest) {
    return honest;
  }
}

/** What is under test, as its file describes it: endpoints, credentials, and how to reach them. */
@NullMarked
package dev.cksauth.subject;

import org.jspecify.annotations.NullMarked;

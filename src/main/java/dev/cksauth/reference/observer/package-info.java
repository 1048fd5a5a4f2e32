/** What stands between an API server and its webhook: it records what is asked, and has faults. */
@NullMarked
package dev.cksauth.reference.observer;

import org.jspecify.annotations.NullMarked;

/** The real Kubernetes API server of the reference system: found or built, started, ended. */
@NullMarked
package dev.cksauth.reference.apiserver;

import org.jspecify.annotations.NullMarked;

/**
 * The CKS API of the reference: how clusters are read and configured, as the vendor documents it.
 */
@NullMarked
package dev.cksauth.reference.cksapi;

import org.jspecify.annotations.NullMarked;

package dev.cksauth.subject;

import java.net.URI;
import java.util.Optional;

/**
 * The API that configures the cluster.
 *
 * @param ca what signed its certificate; empty: one that the system trusts
 * @param token of a user who may change the cluster
 * @param readOnlyToken of a user who may only read it
 * @param mayReconfigure whether the cluster may be changed through it
 * @param disposable whether the cluster may be left unusable
 */
public record CksApi(
    URI url,
    Optional<Authorities> ca,
    Secret token,
    Optional<Secret> readOnlyToken,
    String clusterId,
    boolean mayReconfigure,
    boolean disposable) {}

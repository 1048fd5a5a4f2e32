package dev.cksauth.subject;

import java.net.URI;

/**
 * The API that configures the cluster.
 *
 * @param mayReconfigure whether scenarios may change the cluster through it
 */
public record CksApi(URI url, Secret token, String clusterId, boolean mayReconfigure) {}

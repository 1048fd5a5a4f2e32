package dev.cksauth.reference.webhook;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client of a directory over LDAPS. Nothing of what it finds is kept: who was disabled or left a
 * group is so at the next question.
 *
 * <p>Connections are pooled and opened when first needed, so that a webhook starts, and says that
 * it is not ready, while its directory is down.
 */
public final class LdapDirectory implements Directory, AutoCloseable {
  private static final int CONNECTIONS = 8;

  /** For a connection, an answer or a free place in the pool: an API server waits 30 s for all. */
  private static final int PATIENCE_MILLIS = 1500;

  /** Two are enough to know that a name is not one user's. */
  private static final int MORE_THAN_ONE = 2;

  /** Answers to a bind that mean this user with this password does not come in. */
  private static final Set<ResultCode> REFUSALS =
      Set.of(
          ResultCode.INVALID_CREDENTIALS,
          ResultCode.NO_SUCH_OBJECT,
          ResultCode.INAPPROPRIATE_AUTHENTICATION,
          ResultCode.UNWILLING_TO_PERFORM,
          ResultCode.CONSTRAINT_VIOLATION);

  private final DirectorySettings settings;
  private final LDAPConnectionPool searches;
  private final LDAPConnectionPool binds;

  private LdapDirectory(
      DirectorySettings settings, LDAPConnectionPool searches, LDAPConnectionPool binds) {
    this.settings = settings;
    this.searches = searches;
    this.binds = binds;
  }

  /**
   * A client; connects to nobody yet.
   *
   * @param tls whom to trust; the certificate must also name the host
   */
  public static LdapDirectory at(DirectorySettings settings, SSLSocketFactory tls) {
    SingleServerSet server =
        new SingleServerSet(
            settings.host(), settings.port(), new TimelySockets(tls, PATIENCE_MILLIS), options());
    SimpleBindRequest reader =
        new SimpleBindRequest(settings.bindDn(), settings.bindPassword().reveal());
    // Two pools: a connection that somebody's password was tried on never looks for users.
    return new LdapDirectory(settings, pool(server, reader), pool(server, null));
  }

  private static LDAPConnectionOptions options() {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis(PATIENCE_MILLIS);
    options.setResponseTimeoutMillis(PATIENCE_MILLIS);
    options.setUseSynchronousMode(true);
    options.setFollowReferrals(false);
    // The SDK's own choice is to look at no name at all.
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    return options;
  }

  private static LDAPConnectionPool pool(SingleServerSet server, @Nullable BindRequest identity) {
    try {
      LDAPConnectionPool pool =
          new LDAPConnectionPool(server, identity, 0, CONNECTIONS, null, false);
      pool.setMaxWaitTimeMillis(PATIENCE_MILLIS);
      pool.setCreateIfNecessary(false);
      // Connections that a restart of the directory has cut look open until they are used.
      pool.setRetryFailedOperationsDueToInvalidConnections(true);
      return pool;
    } catch (LDAPException impossible) {
      throw new IllegalStateException("a pool without connections connects to nobody", impossible);
    }
  }

  @Override
  public Optional<Person> named(String name) throws DirectoryUnavailableException {
    return name.isBlank()
        ? Optional.empty()
        : one(Filter.createEqualityFilter(settings.nameAttribute(), name));
  }

  @Override
  public Optional<Person> of(String id) throws DirectoryUnavailableException {
    return one(Filter.createEqualityFilter(settings.idAttribute(), id));
  }

  private Optional<Person> one(Filter which) throws DirectoryUnavailableException {
    try {
      Filter allowed = Filter.createANDFilter(Filter.create(settings.users()), which);
      List<SearchResultEntry> found =
          search(
              settings.userBase(),
              MORE_THAN_ONE,
              allowed,
              settings.nameAttribute(),
              settings.idAttribute());
      return found.size() == 1 ? person(found.getFirst()) : Optional.empty();
    } catch (LDAPSearchException failed) {
      if (failed.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return Optional.empty();
      }
      throw new DirectoryUnavailableException(failed);
    } catch (LDAPException failed) {
      throw new DirectoryUnavailableException(failed);
    }
  }

  /** Whoever has two names would be somebody else at each search. */
  private Optional<Person> person(SearchResultEntry entry) {
    String @Nullable [] names = entry.getAttributeValues(settings.nameAttribute());
    @Nullable String id = entry.getAttributeValue(settings.idAttribute());
    return names == null || names.length != 1 || names[0].isBlank() || id == null || id.isBlank()
        ? Optional.empty()
        : Optional.of(new Person(entry.getDN(), id, names[0]));
  }

  @Override
  public List<String> groups(Person person) throws DirectoryUnavailableException {
    try {
      List<String> names = new ArrayList<>();
      for (SearchResultEntry group :
          search(
              settings.groupBase(),
              0,
              Filter.createEqualityFilter(settings.memberAttribute(), person.dn()),
              settings.groupNameAttribute())) {
        @Nullable String name = group.getAttributeValue(settings.groupNameAttribute());
        if (name != null && !name.isBlank()) {
          names.add(name);
        }
      }
      return names.stream().distinct().sorted().toList();
    } catch (LDAPException failed) {
      throw new DirectoryUnavailableException(failed);
    }
  }

  private List<SearchResultEntry> search(String base, int most, Filter filter, String... attributes)
      throws LDAPSearchException {
    SearchRequest request =
        new SearchRequest(
            base, SearchScope.SUB, DereferencePolicy.NEVER, most, 0, false, filter, attributes);
    return Objects.requireNonNull(searches.search(request).getSearchEntries());
  }

  @Override
  public boolean isPassword(Person person, String password) throws DirectoryUnavailableException {
    // RFC 4513 section 5.1.2: such a bind succeeds at many directories, and proves nothing.
    if (password.isEmpty()) {
      return false;
    }
    try {
      return binds
          .bind(new SimpleBindRequest(person.dn(), password))
          .getResultCode()
          .equals(ResultCode.SUCCESS);
    } catch (LDAPException failed) {
      if (REFUSALS.contains(failed.getResultCode())) {
        return false;
      }
      throw new DirectoryUnavailableException(failed);
    }
  }

  @Override
  public void pretend(String password) throws DirectoryUnavailableException {
    String nobody = new RDN("cn", "nobody") + "," + settings.userBase();
    boolean unused = isPassword(new Person(nobody, "", ""), password);
  }

  @Override
  public boolean answers() {
    try {
      var unused =
          search(settings.userBase(), 1, Filter.createPresenceFilter("objectClass"), "1.1");
      return true;
    } catch (LDAPSearchException failed) {
      return failed.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED);
    }
  }

  @Override
  public void close() {
    searches.close();
    binds.close();
  }
}

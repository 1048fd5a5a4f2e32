package dev.cksauth.reference.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A running directory on 127.0.0.1, LDAP over TLS alone. Its passwords are of this run. */
public final class DirectoryServer implements AutoCloseable {
  /** Below which users are. */
  public static final String USERS = "ou=people,dc=example,dc=com";

  /** Below which groups are. */
  public static final String GROUPS = "ou=groups,dc=example,dc=com";

  /** The account that may look for users and groups. */
  public static final String READER = "cn=reader,dc=example,dc=com";

  /** The users that may log in. */
  public static final String ENABLED =
      "(&(objectClass=inetOrgPerson)(!(" + DirectorySchema.LOCK + "=TRUE)))";

  private static final String ROOT = "dc=example,dc=com";

  private final InMemoryDirectoryServer server;
  private final Map<String, String> passwords;
  private final String readerPassword;

  private DirectoryServer(
      InMemoryDirectoryServer server, Map<String, String> passwords, String readerPassword) {
    this.server = server;
    this.passwords = Map.copyOf(passwords);
    this.readerPassword = readerPassword;
  }

  /**
   * Starts one; it takes connections when this returns.
   *
   * @param tls shows a certificate for {@code localhost}
   * @param groupsOf the names of all users, each with those of the groups they are in
   * @throws IOException when it cannot listen
   */
  public static DirectoryServer start(SSLContext tls, Map<String, List<String>> groupsOf)
      throws IOException {
    String reader = secret();
    try {
      InMemoryDirectoryServer server = new InMemoryDirectoryServer(configuration(tls, reader));
      Map<String, String> passwords = fill(server, new TreeMap<>(groupsOf));
      server.startListening();
      return new DirectoryServer(server, passwords, reader);
    } catch (LDAPException failed) {
      throw new IOException("the directory did not start: " + failed.getMessage(), failed);
    }
  }

  private static InMemoryDirectoryServerConfig configuration(SSLContext tls, String reader)
      throws LDAPException, IOException {
    InMemoryDirectoryServerConfig configuration = new InMemoryDirectoryServerConfig(ROOT);
    configuration.setSchema(DirectorySchema.make());
    configuration.addAdditionalBindCredentials(READER, reader);
    configuration.addInMemoryOperationInterceptor(new UnauthenticatedBinds());
    // Who has not logged in may do nothing but that.
    configuration.setAuthenticationRequiredOperationTypes(
        EnumSet.complementOf(EnumSet.of(OperationType.BIND, OperationType.UNBIND)));
    configuration.setEqualityIndexAttributes("uid", "entryUUID", "member");
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    configuration.setListenerConfigs(
        InMemoryListenerConfig.createLDAPSConfig(
            "ldaps", loopback, 0, tls.getServerSocketFactory(), null));
    return configuration;
  }

  private static Map<String, String> fill(
      InMemoryDirectoryServer server, Map<String, List<String>> groupsOf) throws LDAPException {
    server.add(
        new Entry(ROOT, new Attribute("objectClass", "domain"), new Attribute("dc", "example")));
    server.add(unit(USERS, "people"));
    server.add(unit(GROUPS, "groups"));
    Map<String, String> passwords = new TreeMap<>();
    for (String name : groupsOf.keySet()) {
      String password = secret();
      passwords.put(name, password);
      server.add(person(name, password));
    }
    Set<String> groups = new TreeSet<>();
    groupsOf.values().forEach(groups::addAll);
    for (String group : groups) {
      Entry entry = group(group);
      groupsOf.forEach((name, in) -> {
        if (in.contains(group)) {
          entry.addAttribute("member", userDn(name).toString());
        }
      });
      server.add(entry);
    }
    return passwords;
  }

  private static Entry unit(String dn, String name) {
    return new Entry(
        dn, new Attribute("objectClass", "organizationalUnit"), new Attribute("ou", name));
  }

  private static Entry group(String name) {
    Entry entry = new Entry(groupDn(name));
    entry.addAttribute("objectClass", "groupOfNames");
    entry.addAttribute("cn", name);
    // A group must have a member by its schema (RFC 4519 section 3.5), also an empty one.
    entry.addAttribute("member", READER);
    return entry;
  }

  private static Entry person(String name, String password) {
    Entry entry = new Entry(userDn(name));
    entry.addAttribute("objectClass", "inetOrgPerson", DirectorySchema.LOCKABLE);
    entry.addAttribute("uid", name);
    entry.addAttribute("cn", name);
    entry.addAttribute("sn", name);
    entry.addAttribute("userPassword", password);
    return entry;
  }

  private static DN userDn(String name) {
    return below("uid", name, USERS);
  }

  private static DN groupDn(String name) {
    return below("cn", name, GROUPS);
  }

  private static DN below(String attribute, String value, String base) {
    try {
      return new DN(new RDN(attribute, value), new DN(base));
    } catch (LDAPException ours) {
      throw new IllegalStateException("the bases are written rightly above", ours);
    }
  }

  private static String secret() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.getListenPort();
  }

  /** The password of {@link #READER}. */
  public String readerPassword() {
    return readerPassword;
  }

  /** The passwords of all users, by their names. */
  public Map<String, String> passwords() {
    return passwords;
  }

  /**
   * What stays the same of a user.
   *
   * @throws IOException when there is no such user
   */
  public String id(String name) throws IOException {
    try {
      @Nullable Entry entry = server.getEntry(userDn(name).toString(), "entryUUID");
      if (entry == null) {
        throw new IOException("no such user: " + name);
      }
      return Objects.requireNonNull(entry.getAttributeValue("entryUUID"));
    } catch (LDAPException failed) {
      throw new IOException("the directory cannot be read", failed);
    }
  }

  /** Disables a user, or enables one again. */
  public void setEnabled(String name, boolean enabled) throws IOException {
    modify(
        userDn(name),
        enabled
            ? new Modification(ModificationType.REPLACE, DirectorySchema.LOCK)
            : new Modification(ModificationType.REPLACE, DirectorySchema.LOCK, "TRUE"));
  }

  /** Puts a user into a group, a new one where there is none of the name. */
  public void join(String name, String group) throws IOException {
    try {
      server.add(group(group));
    } catch (LDAPException failed) {
      if (!failed.getResultCode().equals(ResultCode.ENTRY_ALREADY_EXISTS)) {
        throw new IOException("the directory refused a group", failed);
      }
    }
    modify(
        groupDn(group), new Modification(ModificationType.ADD, "member", userDn(name).toString()));
  }

  /** Takes a user out of a group; nothing happens where that is so already. */
  public void leave(String name, String group) throws IOException {
    modify(
        groupDn(group),
        new Modification(ModificationType.DELETE, "member", userDn(name).toString()));
  }

  private void modify(DN entry, Modification change) throws IOException {
    try {
      server.modify(entry.toString(), change);
    } catch (LDAPException failed) {
      ResultCode code = failed.getResultCode();
      boolean so =
          code.equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS)
              || code.equals(ResultCode.NO_SUCH_ATTRIBUTE);
      if (!so) {
        throw new IOException("the directory refused a change: " + code.getName(), failed);
      }
    }
  }

  /** Is down: takes no connections, and cuts those that there are. */
  public void stop() {
    server.shutDown(true);
  }

  /**
   * Is back, at the same port and with what it had; nothing happens where it is not down.
   *
   * @throws IOException when it cannot listen
   */
  public void restore() throws IOException {
    try {
      server.startListening();
    } catch (LDAPException failed) {
      throw new IOException("the directory is not back: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() {
    server.shutDown(true);
  }
}

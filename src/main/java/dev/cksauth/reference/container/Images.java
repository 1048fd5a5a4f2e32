package dev.cksauth.reference.container;

import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.testcontainers.utility.DockerImageName;

/** The names of the images, from {@code images.properties} unless the user says otherwise. */
public final class Images {
  private static final String FILE = "/reference/container/images.properties";

  private final Environment environment;
  private final Properties names;

  private Images(Environment environment, Properties names) {
    this.environment = environment;
    this.names = names;
  }

  /** The images there are. */
  public enum Image {
    /** The API server, behind k3s's command line. */
    K3S("k3s", "rancher/k3s"),
    KEYCLOAK("keycloak", "quay.io/keycloak/keycloak"),
    /** This program. */
    CKS_AUTH("cks-auth", "cks-auth/cks-auth");

    private final String word;
    private final String published;

    Image(String word, String published) {
      this.word = word;
      this.published = published;
    }

    /** As files and variables call it. */
    public String word() {
      return word;
    }
  }

  /** The names for a user's variables. */
  public static Images of(Environment environment) {
    Properties names = new Properties();
    try (@Nullable InputStream file = Images.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("a part of this program is missing: " + FILE);
      }
      names.load(file);
    } catch (IOException e) {
      throw new IllegalStateException("a part of this program is damaged: " + FILE, e);
    }
    return new Images(environment, names);
  }

  /** The name of an image; it takes the place of the published one. */
  DockerImageName name(Image image) {
    return DockerImageName.parse(text(image)).asCompatibleSubstituteFor(image.published);
  }

  /** The name of an image, as Docker writes it. */
  public String text(Image image) {
    @Nullable String property = System.getProperty("cks-auth.image." + image.word);
    return Optional.ofNullable(property)
        .or(() -> environment.get(variable(image)))
        .filter(name -> !name.isBlank())
        .orElseGet(() -> names.getProperty(image.word));
  }

  /** The variable that replaces an image's name. */
  public static String variable(Image image) {
    return "CKS_AUTH_IMAGE_" + image.word.replace("cks-auth", "program").toUpperCase(Locale.ROOT);
  }
}

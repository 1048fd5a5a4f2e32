package dev.cksauth.mutant.oidc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a careless verifier of OIDC tokens gets wrong, each named as what it does, with the scenario
 * that is to notice it.
 */
public enum OidcFault {
  SKIPS_SIGNATURES("rejects-altered-token"),
  TAKES_UNSIGNED("rejects-token-without-algorithm#none"),
  TAKES_NONE_IN_ANY_CASE("rejects-token-without-algorithm#none-in-capitals"),
  TAKES_NONE_WITH_A_SIGNATURE("rejects-token-without-algorithm#none-signed"),
  TAKES_NO_ALGORITHM("rejects-token-without-algorithm#nothing"),
  TAKES_EMPTY_SIGNATURES("rejects-altered-token#signature-removed"),
  TAKES_SIGNATURES_OF_ZEROS("rejects-altered-token#signature-of-zeros"),
  REMEMBERS_WHAT_WAS_SIGNED("rejects-malformed-token"),
  IGNORES_WHAT_FOLLOWS_SIGNATURES("rejects-malformed-token#longer"),
  TAKES_SHORT_SIGNATURES("rejects-malformed-token#shorter"),
  TAKES_SIGNATURES_IN_ANY_CASE("rejects-malformed-token#other-case"),
  REMEMBERS_GOOD_SIGNATURES("rejects-altered-token#payload-changed"),
  TAKES_PEM_AS_SECRET("rejects-public-key-as-secret#pem"),
  TAKES_DER_AS_SECRET("rejects-public-key-as-secret#der"),
  TAKES_MODULUS_AS_SECRET("rejects-public-key-as-secret#modulus"),
  TAKES_JWK_AS_SECRET("rejects-public-key-as-secret#json-web-key"),
  HAS_AN_EMPTY_SECRET("rejects-guessable-secret#empty"),
  HAS_A_GUESSABLE_SECRET("rejects-guessable-secret#example"),
  READS_SECRETS_FROM_FILES("rejects-guessable-secret#file"),
  READS_SECRETS_BY_QUERY("rejects-guessable-secret#query"),
  BELIEVES_KEY_IN_HEADER("rejects-key-in-header#key"),
  BELIEVES_CERTIFICATE_IN_HEADER("rejects-key-in-header#certificate"),
  FOLLOWS_KEY_ADDRESS("follows-no-address-in-header"),
  FOLLOWS_UNVERIFIED_CLAIM_SOURCES("follows-no-source-of-unverified-claims"),
  BELIEVES_DISTRIBUTED_GROUPS("distrusts-distributed-groups-of-a-stranger"),
  IGNORES_DISTRIBUTED_GROUPS("takes-distributed-groups"),
  IGNORES_CRITICAL_EXTENSIONS("rejects-critical-extension"),
  TAKES_NO_RSA("takes-every-algorithm#rs512"),
  TAKES_ONLY_RS256("takes-every-algorithm"),
  TAKES_NO_ES256("takes-every-algorithm#es256"),
  TAKES_NO_PSS("takes-every-algorithm#ps256"),
  TAKES_EDDSA("rejects-unknown-algorithm"),
  TRIES_ALL_KEYS("rejects-wrong-key-id"),
  DEMANDS_KEY_IDS("takes-token-without-key-id#no-key-id"),
  DEMANDS_TYPES("takes-token-without-key-id#no-type"),
  REFUSES_OTHER_TYPES("takes-token-without-key-id#other-type"),
  REFUSES_UNKNOWN_HEADERS("takes-token-without-key-id#more"),
  NEVER_FETCHES_KEYS_AGAIN("takes-new-key"),
  KEEPS_REMOVED_KEYS("refuses-removed-key"),
  FETCHES_KEYS_FOR_EVERY_TOKEN("serves-while-issuer-is-down"),
  TAKES_ALL_WHILE_KEYS_CANNOT_BE_HAD("recovers-from-outage"),
  REMEMBERS_FAILURES_TO_FETCH("recovers-from-fault"),
  WAITS_A_SECOND_FOR_KEYS("waits-for-slow-keys"),
  COMPARES_THE_START_OF_ISSUERS("rejects-token-of-other-issuer"),
  IGNORES_A_SLASH_AFTER_ISSUERS("rejects-token-of-other-issuer#slash"),
  TRIMS_ISSUERS("rejects-token-of-other-issuer#blank"),
  IGNORES_QUERIES_OF_ISSUERS("rejects-token-of-other-issuer#query"),
  IGNORES_FRAGMENTS_OF_ISSUERS("rejects-token-of-other-issuer#fragment"),
  TAKES_LISTS_OF_ISSUERS("rejects-token-of-other-issuer#list"),
  TAKES_EMPTY_ISSUERS("rejects-token-of-other-issuer#empty"),
  TAKES_NO_ISSUER("rejects-token-of-other-issuer#missing"),
  SKIPS_AUDIENCES("rejects-token-for-other-audience"),
  COMPARES_THE_START_OF_AUDIENCES("rejects-token-for-other-audience#longer"),
  TRIMS_AUDIENCES("rejects-token-for-other-audience#blank"),
  TAKES_EMPTY_AUDIENCES("rejects-token-for-other-audience#empty"),
  TAKES_EMPTY_LISTS_OF_AUDIENCES("rejects-token-for-other-audience#empty-list"),
  TAKES_NO_AUDIENCE("rejects-token-for-other-audience#missing"),
  TAKES_THE_PARTY_FOR_THE_AUDIENCE("rejects-token-for-other-audience#other"),
  READS_NO_LISTS_OF_AUDIENCES("takes-token-of-several-audiences#alone"),
  READS_THE_FIRST_AUDIENCE("takes-token-of-several-audiences#last"),
  READS_THE_LAST_AUDIENCE("takes-token-of-several-audiences#first"),
  DEMANDS_THE_PARTY("takes-token-of-several-audiences#of-another-party"),
  KNOWS_ONE_AUDIENCE("takes-second-audience"),
  CONFIRMS_AUDIENCES_OF_TOKENS("review-knows-no-audience-of-the-issuer"),
  SKIPS_EXPIRY("rejects-expired-token"),
  ALLOWS_A_MINUTE_AFTER_EXPIRY("rejects-expired-token#expired-just-now"),
  NEEDS_NO_EXPIRY("rejects-expired-token#never-expires"),
  TAKES_ZERO_FOR_NO_EXPIRY("rejects-expired-token#expires-at-zero"),
  SKIPS_EXPIRY_IN_WORDS("rejects-expired-token#expires-in-words"),
  SKIPS_BEGINNINGS("rejects-token-before-its-time"),
  ALLOWS_TEN_MINUTES_BEFORE_BEGINNINGS("rejects-token-before-its-time#valid-in-two-minutes"),
  ALLOWS_NOTHING_BEFORE_BEGINNINGS("takes-token-with-times#valid-in-a-moment"),
  REFUSES_BEGINNINGS("takes-token-with-times#valid-since-now"),
  DEMANDS_TIME_OF_ISSUE("takes-token-with-times#not-said-when-issued"),
  COMPARES_TIME_OF_ISSUE("takes-token-with-times#issued-in-a-moment"),
  READS_NO_FRACTIONS("takes-token-with-times#fraction"),
  NAMES_USERS_BY_NUMBERS("rejects-token-without-user#number"),
  NAMES_USERS_BY_FLAGS("rejects-token-without-user#flag"),
  NAMES_USERS_BY_LISTS("rejects-token-without-user#list"),
  NAMES_USERS_BY_OBJECTS("rejects-token-without-user#object"),
  NAMES_THE_NAMELESS("rejects-token-without-user#missing"),
  LOWERS_USERNAMES("names-user-as-written#capitals"),
  CUTS_USERNAMES_AT_THE_AT_SIGN("names-user-as-written#at"),
  CUTS_USERNAMES_AT_COLONS("names-user-as-written#colon"),
  CUTS_USERNAMES_AT_SLASHES("names-user-as-written#slash"),
  CUTS_USERNAMES_AT_BLANKS("names-user-as-written#blank"),
  CUTS_LONG_USERNAMES("names-user-as-written#long"),
  WRITES_USERNAMES_IN_ASCII("names-user-as-written#letters"),
  HAS_NO_PREFIX_FOR_USERS("names-no-system-user"),
  HAS_NO_PREFIX_FOR_GROUPS("gives-no-system-group"),
  TELLS_NO_CREDENTIAL_ID("names-token-in-extra"),
  DEMANDS_TOKEN_IDS("takes-token-without-id#missing"),
  DEMANDS_TOKEN_IDS_IN_WORDS("takes-token-without-id#number"),
  IGNORES_GROUPS_AS_TEXT("reads-groups#text"),
  IGNORES_LISTS_OF_GROUPS("reads-groups#list"),
  SPLITS_GROUPS_AT_COMMAS("reads-groups#comma"),
  DEMANDS_GROUPS("reads-groups#missing"),
  REFUSES_EMPTY_GROUPS("reads-groups#none"),
  CUTS_GROUPS_AT_BLANKS("reads-groups#odd"),
  TAKES_NUMBERS_FOR_GROUPS("rejects-other-forms-of-groups#number"),
  TAKES_FLAGS_FOR_GROUPS("rejects-other-forms-of-groups#flag"),
  TAKES_OBJECTS_FOR_GROUPS("rejects-other-forms-of-groups#object"),
  TAKES_LISTS_OF_NUMBERS_FOR_GROUPS("rejects-other-forms-of-groups#numbers"),
  TAKES_NESTED_GROUPS("rejects-other-forms-of-groups#nested"),
  IGNORES_UNVERIFIED_EMAIL("rejects-unverified-email#unverified"),
  TAKES_EMAIL_VERIFIED_IN_WORDS("rejects-unverified-email#in-words"),
  TAKES_EMAIL_VERIFIED_IN_NUMBERS("rejects-unverified-email#in-numbers"),
  TAKES_SUBJECT_FOR_EMAIL("rejects-unverified-email#missing"),
  DEMANDS_VERIFIED_EMAIL("takes-email-of-which-nothing-is-said"),
  REFUSES_EMAIL_VERIFIED("takes-verified-email"),
  SKIPS_CLAIM_RULES("applies-claim-rules"),
  COMPARES_THE_START_OF_REQUIRED_CLAIMS("applies-claim-rules#longer-value"),
  TAKES_REQUIRED_CLAIMS_IN_LISTS("applies-claim-rules#list-of-value"),
  TAKES_REQUIRED_CLAIMS_AS_FLAGS("applies-claim-rules#flag"),
  NEEDS_NO_REQUIRED_CLAIM("applies-claim-rules#missing-claim"),
  SKIPS_FACTORS("applies-claim-rules#one-factor"),
  TAKES_FACTORS_NOT_SAID("applies-claim-rules#factor-not-said"),
  NAMES_BY_SUBJECT_WHERE_THE_NAME_IS_MISSING("applies-claim-rules#name-missing"),
  NAMES_BY_NUMBERS_IN_EXPRESSIONS("applies-claim-rules#name-number"),
  NAMES_NOBODY_IN_EXPRESSIONS("applies-claim-rules#name-empty"),
  SKIPS_USER_RULES("applies-user-rules"),
  SKIPS_RULES_ON_GROUPS("applies-user-rules#system-group"),
  APPLIES_RULES_TO_THE_FIRST_GROUP("applies-user-rules#system-group-last"),
  MAPS_NO_UID("maps-claims-by-expressions"),
  MAPS_NO_EXTRA("maps-claims-by-expressions"),
  READS_THE_FIRST_OF_TWO_CLAIMS("believes-no-claim-that-is-overruled"),
  READS_THE_FIRST_OF_TWO_SUBJECTS("takes-last-of-two-subjects"),
  REFUSES_LONG_TOKENS("takes-long-token"),
  REFUSES_EVERYBODY("accepts-token"),
  TAKES_UNDISCOVERED_ISSUERS("takes-up-issuers-that-come-late");

  private final String killer;

  OidcFault(String killer) {
    this.killer = killer;
  }

  /** The scenario that is named for it: without a case, any of its cases. */
  public String killer() {
    return "oidc/" + killer;
  }

  /** As it stands in the issuer's URL, from which the verifier learns which fault it has. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<OidcFault> of(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst();
  }
}

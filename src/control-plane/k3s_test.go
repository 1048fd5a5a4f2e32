package main

import (
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func noEnvironment(string) string { return "" }

func parsed(t *testing.T, args ...string) k3sOptions {
	t.Helper()
	options, err := parseK3sOptions(args, noEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	return options
}

// flagsNamed are the values that the API server is given for one flag, in their order.
func flagsNamed(flags []string, name string) []string {
	values := []string{}
	for _, flag := range flags {
		if value, found := strings.CutPrefix(flag, "--"+name+"="); found {
			values = append(values, value)
		}
	}
	return values
}

func TestAPIServerFlags(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		flag string
		want []string
	}{
		{"anonymous access is off", nil, "anonymous-auth", []string{"false"}},
		{"anonymous access as told",
			[]string{"--kube-apiserver-arg=anonymous-auth=true"}, "anonymous-auth", []string{"true"}},
		{"no anonymous flag beside an authentication configuration",
			[]string{"--kube-apiserver-arg=authentication-config=/c/a.yaml"}, "anonymous-auth", []string{}},
		{"an anonymous flag beside it as told",
			[]string{"--kube-apiserver-arg=authentication-config=/c/a.yaml", "--kube-apiserver-arg=anonymous-auth=true"},
			"anonymous-auth", []string{"true"}},
		{"an authentication configuration leaves the authorization mode",
			[]string{"--kube-apiserver-arg=authentication-config=/c/a.yaml"}, "authorization-mode", []string{"Node,RBAC"}},
		{"no authorization mode beside an authorization configuration",
			[]string{"--kube-apiserver-arg=authorization-config=/c/a.yaml"}, "authorization-mode", []string{}},
		{"commas are the API server's",
			[]string{"--kube-apiserver-arg=authorization-mode=RBAC,Webhook"}, "authorization-mode", []string{"RBAC,Webhook"}},
		{"audiences are the issuer and k3s", nil, "api-audiences",
			[]string{"https://kubernetes.default.svc.cluster.local,k3s"}},
		{"the issuer is in the cluster's domain", []string{"--cluster-domain", "acme.test"}, "service-account-issuer",
			[]string{"https://kubernetes.default.svc.acme.test"}},
		{"a front proxy's names", nil, "requestheader-allowed-names", []string{"system:auth-proxy"}},
		{"a repeated argument keeps its values in their order",
			[]string{"--kube-apiserver-arg=service-account-issuer=b", "--kube-apiserver-arg=service-account-issuer=a"},
			"service-account-issuer", []string{"b", "a"}},
		{"an argument may have hyphens", []string{"--kube-apiserver-arg=--profiling=true"}, "profiling", []string{"true"}},
		{"an argument without a value is true", []string{"--kube-apiserver-arg", "profiling"}, "profiling", []string{"true"}},
		{"+= adds behind the default", []string{"--kube-apiserver-arg=enable-admission-plugins+=AlwaysPullImages"},
			"enable-admission-plugins", []string{"NodeRestriction", "AlwaysPullImages"}},
		{"-= adds in front of it", []string{"--kube-apiserver-arg=enable-admission-plugins-=AlwaysPullImages"},
			"enable-admission-plugins", []string{"AlwaysPullImages", "NodeRestriction"}},
		{"the port", []string{"--https-listen-port=7443"}, "secure-port", []string{"7443"}},
		{"the default port", nil, "secure-port", []string{"6443"}},
		{"on loopback alone there are no endpoints", []string{"--advertise-address=127.0.0.1"},
			"endpoint-reconciler-type", []string{"none"}},
		{"elsewhere there are", []string{"--advertise-address=192.0.2.7"}, "endpoint-reconciler-type", []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := flagsNamed(parsed(t, c.args...).apiServerFlags(), c.flag); !slices.Equal(got, c.want) {
				t.Errorf("--%s is %q, not %q", c.flag, got, c.want)
			}
		})
	}
}

func TestRefusedArguments(t *testing.T) {
	for _, c := range []struct{ arg, want string }{
		{"--nonsense", "nonsense"},
		{"agent", "not a flag"},
		{"--data-dir=here", "not an absolute path"},
		{"--write-kubeconfig-mode=rw", "not a file mode"},
		{"--service-cidr=10.0.0.0/8,fd00::/108", "not one network"},
		{"--bind-address=localhost", "not an IP address"},
		{"--https-listen-port=0", "not a port"},
	} {
		t.Run(c.arg, func(t *testing.T) {
			_, err := parseK3sOptions([]string{c.arg}, noEnvironment)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, without %q", err, c.want)
			}
		})
	}
}

func TestFlagsOfPartsThatAreNotHereAreNamed(t *testing.T) {
	options := parsed(t, "--disable=traefik", "--disable-agent", "--disable", "coredns", "--disable-scheduler", "--token=x")
	if want := []string{"disable", "disable-scheduler", "token"}; !slices.Equal(options.withoutEffect, want) {
		t.Errorf("named are %q, not %q", options.withoutEffect, want)
	}
}

func TestTheEnvironmentIsUsedUnlessAFlagIsGiven(t *testing.T) {
	environment := func(name string) string {
		return map[string]string{"K3S_KUBECONFIG_OUTPUT": "/e/k3s.yaml", "K3S_DATA_DIR": "/e/data"}[name]
	}
	options, err := parseK3sOptions([]string{"--data-dir=/f/data"}, environment)
	if err != nil {
		t.Fatal(err)
	}
	if options.kubeconfig != "/e/k3s.yaml" || options.dataDir != "/f/data" {
		t.Errorf("kubeconfig %s, data %s", options.kubeconfig, options.dataDir)
	}
}

// written writes the files of a control plane with given flags.
func written(t *testing.T, dir string, args ...string) k3sOptions {
	t.Helper()
	options := parsed(t, append(args, "--data-dir="+dir, "--write-kubeconfig="+filepath.Join(dir, "k3s.yaml"))...)
	if _, err := writeK3sFiles(options, []net.IP{net.IPv4(192, 0, 2, 7)}); err != nil {
		t.Fatal(err)
	}
	return options
}

func certificate(t *testing.T, options k3sOptions, name string) *x509.Certificate {
	t.Helper()
	der, err := readBlock(options.tls(name + ".crt"))
	if err != nil {
		t.Fatal(err)
	}
	read, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestServingCertificateHasTheNamesThatItIsReachedBy(t *testing.T) {
	options := written(t, t.TempDir(), "--tls-san=api.test,192.0.2.9", "--tls-san=second.test")
	roots := x509.NewCertPool()
	roots.AddCert(certificate(t, options, "server-ca"))
	serving := certificate(t, options, "serving-kube-apiserver")
	for _, name := range []string{"localhost", "127.0.0.1", "kubernetes.default.svc", "10.43.0.1", "192.0.2.7",
		"api.test", "192.0.2.9", "second.test"} {
		if _, err := serving.Verify(x509.VerifyOptions{DNSName: name, Roots: roots}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := serving.Verify(x509.VerifyOptions{DNSName: "other.test", Roots: roots}); err == nil {
		t.Error("other.test is among them")
	}
}

func TestAdministratorIsOfTheClientsAuthorityAndNotOfTheServers(t *testing.T) {
	options := written(t, t.TempDir())
	administrator := certificate(t, options, "client-admin")
	if err := administrator.CheckSignatureFrom(certificate(t, options, "client-ca")); err != nil {
		t.Error(err)
	}
	if administrator.CheckSignatureFrom(certificate(t, options, "server-ca")) == nil {
		t.Error("signed by the server's authority")
	}
	if !slices.Equal(administrator.Subject.Organization, []string{"system:masters"}) {
		t.Errorf("groups are %q", administrator.Subject.Organization)
	}
}

func TestASecondStartKeepsAuthoritiesAndTheServiceAccountKey(t *testing.T) {
	dir := t.TempDir()
	options := written(t, dir)
	kept := []string{"server-ca.crt", "client-ca.key", "request-header-ca.crt", "service.key", "service.current.key"}
	before := map[string]string{}
	for _, name := range kept {
		content, err := os.ReadFile(options.tls(name))
		if err != nil {
			t.Fatal(err)
		}
		before[name] = string(content)
	}
	written(t, dir, "--tls-san=later.test")
	for _, name := range kept {
		content, _ := os.ReadFile(options.tls(name))
		if string(content) != before[name] {
			t.Errorf("%s was changed", name)
		}
	}
	if err := certificate(t, options, "serving-kube-apiserver").VerifyHostname("later.test"); err != nil {
		t.Error(err)
	}
}

func TestKeysAndKubeconfigsAreTheOwners(t *testing.T) {
	dir := t.TempDir()
	options := written(t, dir)
	for _, path := range []string{options.tls("client-admin.key"), options.tls("service.key"),
		options.tls("server-ca.key"), filepath.Join(dir, "k3s.yaml")} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
	}
}

func TestKubeconfigHasTheModeThatWasAskedFor(t *testing.T) {
	dir := t.TempDir()
	written(t, dir, "--write-kubeconfig-mode=644")
	info, err := os.Stat(filepath.Join(dir, "k3s.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o644 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
}

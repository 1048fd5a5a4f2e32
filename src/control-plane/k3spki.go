package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const (
	// k3sFrontProxy is the common name of k3s's front proxy certificate, and the only one that its API server takes.
	k3sFrontProxy = "system:auth-proxy"
	// authorityLife and certificateLife are k3s's: ten years, and one.
	authorityLife   = 10 * 365 * 24 * time.Hour
	certificateLife = 365 * 24 * time.Hour
	// backdated is how far back a certificate is valid: clocks of containers' hosts differ.
	backdated = time.Hour
	// serviceKeyBits is the length of the RSA key that signs ServiceAccount tokens.
	serviceKeyBits = 2048
)

// authority is a self-signed certificate and its key.
type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// writeK3sFiles makes what is missing of the authorities and keys, and new certificates, below the data directory, and
// the kubeconfigs of the administrator and of the controllers. The controllers' path is returned.
func writeK3sFiles(options k3sOptions, addresses []net.IP) (string, error) {
	if err := os.MkdirAll(options.tls("temporary-certs"), 0o700); err != nil {
		return "", err
	}
	server, err := readOrMakeAuthority(options, "server-ca")
	if err != nil {
		return "", err
	}
	client, err := readOrMakeAuthority(options, "client-ca")
	if err != nil {
		return "", err
	}
	frontProxy, err := readOrMakeAuthority(options, "request-header-ca")
	if err != nil {
		return "", err
	}
	if err := readOrMakeServiceKey(options); err != nil {
		return "", err
	}
	masters := []string{"system:masters"}
	serving, err := servingTemplate(options, addresses)
	if err != nil {
		return "", err
	}
	for _, certificate := range []struct {
		name     string
		signer   authority
		template *x509.Certificate
	}{
		{"serving-kube-apiserver", server, serving},
		{"client-admin", client, clientTemplate("system:admin", masters)},
		{"client-controller", client, clientTemplate("system:kube-controller-manager", masters)},
		{"client-kube-apiserver", client, clientTemplate("system:apiserver", masters)},
		{"client-auth-proxy", frontProxy, clientTemplate(k3sFrontProxy, nil)},
	} {
		if err := certificate.signer.issue(options, certificate.name, certificate.template); err != nil {
			return "", fmt.Errorf("%s: %w", certificate.name, err)
		}
	}
	return writeKubeconfigs(options)
}

// readOrMakeAuthority keeps an authority that is there: what trusts it is to do so after a restart.
func readOrMakeAuthority(options k3sOptions, name string) (authority, error) {
	read, err := readAuthority(options, name)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return read, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, err
	}
	now := time.Now()
	made := authority{key: key, certificate: &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: fmt.Sprintf("k3s-%s@%d", name, now.Unix())},
		NotBefore:             now.Add(-backdated),
		NotAfter:              now.Add(authorityLife),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}}
	der, err := x509.CreateCertificate(rand.Reader, made.certificate, made.certificate, key.Public(), key)
	if err != nil {
		return authority{}, err
	}
	if made.certificate, err = x509.ParseCertificate(der); err != nil {
		return authority{}, err
	}
	// The certificate last: with it the authority counts as made.
	if err := writeECKey(options.tls(name+".key"), key); err != nil {
		return authority{}, err
	}
	return made, writeBlocks(options.tls(name+".crt"), 0o644, block("CERTIFICATE", der))
}

func readAuthority(options k3sOptions, name string) (authority, error) {
	certificateDER, err := readBlock(options.tls(name + ".crt"))
	if err != nil {
		return authority{}, err
	}
	certificate, err := x509.ParseCertificate(certificateDER)
	if err != nil {
		return authority{}, fmt.Errorf("%s: %w", options.tls(name+".crt"), err)
	}
	keyDER, err := readBlock(options.tls(name + ".key"))
	if err != nil {
		return authority{}, err
	}
	key, err := x509.ParseECPrivateKey(keyDER)
	if err != nil {
		return authority{}, fmt.Errorf("%s: %w", options.tls(name+".key"), err)
	}
	return authority{certificate: certificate, key: key}, nil
}

// readOrMakeServiceKey makes service.key, by which ServiceAccount tokens are verified, and service.current.key, by
// which new ones are signed. They differ only where an administrator of k3s rotates them.
func readOrMakeServiceKey(options k3sOptions) error {
	if _, err := os.Stat(options.tls("service.current.key")); err == nil {
		return nil
	}
	key, err := rsa.GenerateKey(rand.Reader, serviceKeyBits)
	if err != nil {
		return err
	}
	encoded := block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	if err := writeBlocks(options.tls("service.key"), 0o600, encoded); err != nil {
		return err
	}
	return writeBlocks(options.tls("service.current.key"), 0o600, encoded)
}

// servingTemplate has the names that k3s puts into its own: the service's, the host's and those of --tls-san.
func servingTemplate(options k3sOptions, addresses []net.IP) (*x509.Certificate, error) {
	_, services, err := net.ParseCIDR(options.serviceCIDR)
	if err != nil {
		return nil, err
	}
	first := append(net.IP{}, services.IP...)
	first[len(first)-1]++
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"kubernetes", "kubernetes.default", "kubernetes.default.svc",
			"kubernetes.default.svc." + options.clusterDomain, "localhost"},
		IPAddresses: append([]net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback, first}, addresses...),
	}
	if host, err := os.Hostname(); err == nil {
		template.DNSNames = append(template.DNSNames, host)
	}
	for _, name := range options.tlsNames {
		if address := net.ParseIP(name); address != nil {
			template.IPAddresses = append(template.IPAddresses, address)
		} else if name != "" {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	return template, nil
}

func clientTemplate(name string, groups []string) *x509.Certificate {
	return &x509.Certificate{
		Subject:     pkix.Name{CommonName: name, Organization: groups},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

// issue writes a certificate with a key of its own, followed by the authority's as k3s does.
func (a authority) issue(options k3sOptions, name string, template *x509.Certificate) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	now := time.Now()
	template.SerialNumber = serial()
	template.NotBefore, template.NotAfter = now.Add(-backdated), now.Add(certificateLife)
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return err
	}
	if err := writeECKey(options.tls(name+".key"), key); err != nil {
		return err
	}
	return writeBlocks(options.tls(name+".crt"), 0o644,
		block("CERTIFICATE", der), block("CERTIFICATE", a.certificate.Raw))
}

func serial() *big.Int {
	// 127 random bits cannot fail to be read: crypto/rand ends the process instead.
	bytes := make([]byte, 16)
	_, _ = rand.Read(bytes)
	bytes[0] &= 0x7f
	return new(big.Int).SetBytes(bytes)
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func writeECKey(path string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writeBlocks(path, 0o600, block("EC PRIVATE KEY", der))
}

// writeBlocks puts a file in place whole, with its mode.
func writeBlocks(path string, mode os.FileMode, blocks ...[]byte) error {
	unfinished, err := os.CreateTemp(filepath.Dir(path), ".unfinished-*")
	if err != nil {
		return err
	}
	defer os.Remove(unfinished.Name())
	for _, content := range blocks {
		if _, err := unfinished.Write(content); err != nil {
			return errors.Join(err, unfinished.Close())
		}
	}
	if err := errors.Join(unfinished.Chmod(mode), unfinished.Close()); err != nil {
		return err
	}
	return os.Rename(unfinished.Name(), path)
}

// readBlock returns the bytes of the first PEM block of a file.
func readBlock(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	first, _ := pem.Decode(content)
	if first == nil {
		return nil, fmt.Errorf("%s: no PEM", path)
	}
	return first.Bytes, nil
}

// An honest TokenReview webhook in Go, of the standard library alone.
//
//	webhook CERTIFICATE KEY
//
// Tokens and their users are in the file that WEBHOOK_TOKENS names. The port is written to standard
// output; the process ends when its standard input does.
package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

const largest = 4 << 20

type user struct {
	Username string              `json:"username"`
	UID      string              `json:"uid,omitempty"`
	Groups   []string            `json:"groups,omitempty"`
	Extra    map[string][]string `json:"extra,omitempty"`
}

type status struct {
	Authenticated bool     `json:"authenticated"`
	User          *user    `json:"user,omitempty"`
	Audiences     []string `json:"audiences,omitempty"`
}

type review struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Spec       *struct {
		Token     string   `json:"token"`
		Audiences []string `json:"audiences"`
	} `json:"spec,omitempty"`
	Status status `json:"status"`
}

type known struct {
	User      user     `json:"user"`
	Audiences []string `json:"audiences"`
}

type webhook struct{ tokens map[string]known }

func (w webhook) judge(token string, asked []string) status {
	found, ok := w.tokens[token]
	if !ok {
		return status{}
	}
	if len(asked) == 0 {
		return status{Authenticated: true, User: &found.User}
	}
	var both []string
	for _, each := range asked {
		for _, own := range found.Audiences {
			if each == own {
				both = append(both, each)
				break
			}
		}
	}
	if len(both) == 0 {
		return status{}
	}
	return status{Authenticated: true, User: &found.User, Audiences: both}
}

func (w webhook) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	if in.URL.Path != "/authenticate" {
		http.NotFound(out, in)
		return
	}
	if in.Method != http.MethodPost {
		out.Header().Set("Allow", http.MethodPost)
		http.Error(out, "only POST", http.StatusMethodNotAllowed)
		return
	}
	if !strings.HasPrefix(strings.ToLower(in.Header.Get("Content-Type")), "application/json") {
		http.Error(out, "only JSON", http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, largest))
	if err != nil {
		http.Error(out, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	var asked review
	if err := json.Unmarshal(body, &asked); err != nil {
		http.Error(out, "no TokenReview", http.StatusBadRequest)
		return
	}
	version := asked.APIVersion
	good := version == "authentication.k8s.io/v1" || version == "authentication.k8s.io/v1beta1"
	if asked.Kind != "TokenReview" || !good || asked.Spec == nil {
		http.Error(out, "no TokenReview that is known here", http.StatusBadRequest)
		return
	}
	answer := review{
		APIVersion: version,
		Kind:       "TokenReview",
		Status:     w.judge(asked.Spec.Token, asked.Spec.Audiences),
	}
	out.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(out).Encode(answer)
}

func main() {
	var tokens map[string]known
	text, err := os.ReadFile(os.Getenv("WEBHOOK_TOKENS"))
	if err != nil {
		log.Fatal(err)
	}
	if err := json.Unmarshal(text, &tokens); err != nil {
		log.Fatal("the file of tokens is no JSON")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	server := &http.Server{
		Handler:           webhook{tokens},
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS12},
	}
	log.Fatal(server.ServeTLS(listener, os.Args[1], os.Args[2]))
}

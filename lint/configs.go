package lint

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// configs finds the configuration that counts for a folder: the one that the call names, or else the nearest one, in
// the folder or above it. Not safe for concurrent use.
type configs struct {
	options *Options
	fixed   *Config
	byDir   map[string]*Config
}

func newConfigs(o *Options) (*configs, error) {
	c := &configs{options: o, byDir: map[string]*Config{}}
	if o.Config == "" {
		return c, nil
	}
	name := o.Config
	if !filepath.IsAbs(name) {
		name = filepath.Join(o.Dir, name)
	}
	fixed, err := c.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &UsageError{o.Config + ": there is no such configuration file"}
	}
	c.fixed = fixed
	return c, err
}

// of is the configuration for the files of a folder. It is never nil: without any file it is an empty one.
func (c *configs) of(dir string) (*Config, error) {
	if c.fixed != nil {
		return c.fixed, nil
	}
	if config, ok := c.byDir[dir]; ok {
		return config, nil
	}
	config, err := c.read(filepath.Join(dir, ConfigName))
	if errors.Is(err, fs.ErrNotExist) {
		if up := filepath.Dir(dir); up != dir {
			config, err = c.of(up)
		} else {
			config, err = &Config{dir: dir, levels: newLevels(c.options, nil)}, nil
		}
	}
	if err != nil {
		return nil, err
	}
	c.byDir[dir] = config
	return config, nil
}

func (c *configs) read(name string) (*Config, error) {
	shown := shownPath(c.options.Dir, name)
	content, err := readFile(c.options.Files, name)
	if errors.Is(err, errMissing) {
		return nil, fs.ErrNotExist
	}
	if err != nil {
		if _, hidden := os.Lstat(name); errors.Is(hidden, fs.ErrPermission) {
			return nil, fs.ErrNotExist // the folder cannot be searched, which is told of what was to be read from it
		}
		if errors.Is(err, errBinary) || errors.Is(err, errHuge) {
			return nil, &ConfigError{shown, 1, 1, err.Error()}
		}
		return nil, &UsageError{shown + ": " + err.Error()}
	}
	config, err := parseConfig(shown, filepath.Dir(name), content, c.options.Rules)
	if err != nil {
		return nil, err
	}
	config.levels = newLevels(c.options, config)
	return config, nil
}

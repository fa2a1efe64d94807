;;; eglot.el --- Emacs as a client, run by .ci/editors -*- lexical-binding: t -*-
(require 'cl-lib)
(require 'json)
(require 'eglot)

(defvar case-deadline 15)
(defvar case
  (let ((json-array-type 'list) (json-key-type 'symbol))
    (json-read-file (getenv "CASE"))))
(defun case-get (key) (alist-get key case))

(defun case-lsp (d)
  "What the server sent for the Flymake diagnostic D."
  (alist-get 'eglot-lsp-diag (flymake-diagnostic-data d)))

(defun case-shown ()
  "What the user sees, in the order of .ci/editors."
  (sort (mapcar
         (lambda (d)
           (save-excursion
             (goto-char (flymake-diagnostic-beg d))
             (list (1- (line-number-at-pos))
                   (/ (length (encode-coding-string (buffer-substring (line-beginning-position) (point)) 'utf-16le)) 2)
                   (plist-get (case-lsp d) :code)
                   (pcase (flymake-diagnostic-type d)
                     ('eglot-error 1) ('eglot-warning 2) ('eglot-note 3) (other other)))))
         (flymake-diagnostics))
        (lambda (a b)
          (cl-loop for x in a for y in b
                   unless (equal x y) return (if (stringp x) (string< x y) (< x y))))))

(defun case-await (what done &optional explain)
  (let ((end (+ (float-time) case-deadline)))
    (while (not (funcall done))
      (when (> (float-time) end)
        (error "%s%s" what (if explain (funcall explain) "")))
      (accept-process-output nil 0.02))))

(defun case-await-diagnostics (what want)
  (case-await (concat what ": the diagnostics are not check's")
              (lambda () (flymake-start) (equal (case-shown) want))
              (lambda () (format "\nwant %S\ngot  %S" want (case-shown)))))

(defun case-main ()
  (setq eglot-sync-connect case-deadline eglot-confirm-server-edits nil eglot-autoshutdown t
        make-backup-files nil auto-save-default nil create-lockfiles nil last-nonmenu-event ?x)
  (load (expand-file-name "eglot.el" (getenv "SETUPS")) nil t t)
  (find-file (case-get 'file))
  (unless (derived-mode-p 'yaml-mode 'yaml-ts-mode) (error "the file is in %s" major-mode))
  ;; the hooks of the set-up have asked for eglot; without a user there is no command after which it starts
  (run-hooks 'post-command-hook)
  (case-await "eglot does not manage the buffer" (lambda () (and (eglot-current-server) (eglot-managed-p))))
  (cl-assert (case-get 'before))
  (case-await-diagnostics "open" (case-get 'before))

  ;; the command that a user calls, with the menu answered
  (let* ((about (cl-find-if (lambda (d) (and (equal (plist-get (case-lsp d) :code) (case-get 'rule))
                                             (= (1- (line-number-at-pos (flymake-diagnostic-beg d))) (case-get 'line))))
                            (flymake-diagnostics)))
         (titles nil))
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt collection &rest _)
                 (setq titles (all-completions "" collection))
                 (or (car (member (case-get 'title) titles))
                     (error "no action %S, but %S" (case-get 'title) titles)))))
      (goto-char (flymake-diagnostic-beg about))
      (eglot-code-actions (flymake-diagnostic-beg about) (flymake-diagnostic-end about) "quickfix" t))
    (unless titles (error "no menu of actions")))
  ;; what an idle timer does for a user
  (eglot--signal-textDocument/didChange)
  (case-await-diagnostics "after the fix" (case-get 'after))
  (save-buffer)
  (case-await-diagnostics "after saving" (case-get 'after))
  (let ((process (jsonrpc--process (eglot-current-server))))
    (eglot-shutdown (eglot-current-server) nil case-deadline)
    (case-await "the server does not shut down" (lambda () (not (process-live-p process))))))

(condition-case problem
    (progn (case-main) (princ "CLIENT DONE\n"))
  (error (princ (format "%s\n" (error-message-string problem)))
         (kill-emacs 1)))
;;; eglot.el ends here
